import { makesOwe } from '../domain/credit.ts';
import { amountInWords, nameInWords, timeInWords } from '../explain/phrases.ts';
import type { WhyView } from '../explain/why-view.ts';

/** Why a sale has its answer, laid out for a terminal. */

const WIDTH = 100;

/** Text of at most 100 columns, but for ids and URLs that are longer. */
export function printWhy(why: WhyView): string {
  return [
    ...heading(why),
    ...section('Touches, newest first', touches(why)),
    ...section('What the report names', identifiers(why)),
    ...section('Devices, and how they are the buyer’s', devices(why)),
    ...section('Whom it makes us owe', debt(why)),
    ...section('What it earns', earnings(why)),
    ...section('What browsers claimed', claims(why)),
    ...section(
      'What would have changed the answer',
      why.would_change.flatMap(({ words }) => item('-', words)),
    ),
    ...section('What happened', history(why)),
  ].join('\n');
}

function heading({ sale, answer }: WhyView): string[] {
  const order = sale.order_id === null ? [] : [`order ${sale.order_id}`];
  const title = [sale.name, ...order, amountInWords(sale.amount_minor, sale.currency)].join(' · ');
  const status = sale.status === 'verified' ? 'Verified by the shop’s server' : 'Unverified: only a browser said so';
  return [title, `${timeOf(sale.occurred_at)} · ${status} · ${sale.id}`, '', ...wrap(answer.words, 0)];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title.toUpperCase(), ...lines];
}

function touches({ touches, more_touches }: WhyView): string[] {
  const lines = touches.flatMap(
    ({ verdict, title, occurred_at, distance, words, belongs, device, affiliate_name, click_id }) => {
      const affiliate = affiliate_name === null ? '' : ` · ${affiliate_name}`;
      const where = device === null ? '' : ` · device ${device}`;
      return [
        ...item(verdict === 'last_touch' ? '✓' : '✗', `${timeOf(occurred_at)}  ${title}${affiliate}${where}`),
        ...detail(`${distance}${click_id === null ? '' : `, click ${click_id}`}`),
        ...detail(words),
        ...detail(belongs.words),
      ];
    },
  );
  if (touches.length === 0) lines.push('  None of the buyer’s is known.');
  if (more_touches > 0) lines.push(`  and ${more_touches} older ones in the window`);
  return lines;
}

function identifiers({ identifiers, sale }: WhyView): string[] {
  const width = Math.max(0, ...identifiers.map(({ title }) => title.length));
  const named = identifiers.flatMap(({ title, words }) => wrap(`${title.padEnd(width)}  ${words}`, 2, width + 4));
  const more = [
    ...(sale.visitor_id === null || sale.status === 'unverified' ? [] : [`  device ${sale.visitor_id}`]),
    ...(sale.click_id === null ? [] : [`  click ${sale.click_id}`]),
  ];
  return [...named, ...more];
}

function devices({ devices, more_devices }: WhyView): string[] {
  const lines = devices.flatMap(({ device, visitor_id, words, links }) => [
    ...item(String(device), visitor_id),
    ...detail(words),
    ...links.flatMap(({ from, to, words: said }, step) => [
      ...(step === 0 ? [`      ${nameInWords(from as never)}  (named by the report)`] : []),
      ...wrap(`→ ${to.kind === 'visitor' ? `device ${device}` : nameInWords(to as never)}  ${said}`, 6, 8),
    ]),
  ]);
  if (more_devices > 0) lines.push(`  and ${more_devices} more without a touch that matters`);
  return lines;
}

function debt({ debt }: WhyView): string[] {
  const { words, rule, claimants, candidates, owed_to, affiliate_name } = debt;
  const owed = owed_to ? `${affiliate_name ?? owed_to.affiliate_id}. ` : 'Nobody. ';
  return [
    ...wrap(`${owed}${words} (${rule})`, 2),
    ...claimants.flatMap(({ verdict, words: claim, affiliate_id, affiliate_name: name }) => [
      ...item(verdict === 'won' ? '✓' : '✗', name ?? affiliate_id ?? 'Nobody who is known'),
      ...detail(claim),
    ]),
    ...candidates.flatMap((candidate) => {
      const { verdict, occurred_at, code, device } = candidate;
      const name = `${candidate.affiliate_name ?? candidate.affiliate_id}${code === null ? '' : ` (code ${code})`}`;
      return [
        ...item(
          makesOwe(verdict) ? '✓' : verdict === 'unlinked_claim' ? '?' : '✗',
          `${timeOf(occurred_at)}  ${name}${device === null ? '' : ` · device ${device}`}`,
        ),
        ...detail(`${candidate.distance}${candidate.click_id === null ? '' : `, click ${candidate.click_id}`}`),
        ...detail(candidate.words),
      ];
    }),
  ];
}

function earnings({ earnings }: WhyView): string[] {
  return earnings.flatMap(({ affiliate_name, affiliate_id, due, currency, status, explanation }) => {
    const sum = due.amount_minor === 0 ? 'nothing' : amountInWords(due.amount_minor, currency);
    const state = status === 'none' ? '' : `, ${status}`;
    return [...item('·', `${affiliate_name ?? affiliate_id}: ${sum}${state}`), ...detail(explanation)];
  });
}

function claims({ claims }: WhyView): string[] {
  return claims.flatMap(({ occurred_at, device, visitor_id, words }) => [
    ...item('·', `${timeOf(occurred_at)}  device ${device ?? visitor_id}`),
    ...detail(words),
  ]);
}

/** What was looked at again and stayed is one line, however often it was. */
function history({ history }: WhyView): string[] {
  const lines: string[] = [];
  let stayed = 0;
  for (const [place, { recorded_at, words, kind }] of history.entries()) {
    stayed = kind === 'reconsidered' ? stayed + 1 : 0;
    const [first = '', ...rest] = words;
    if (stayed < 2) lines.push(...item('·', `${timeOf(recorded_at)}  ${first}`), ...rest.flatMap(detail));
    else if (history[place + 1]?.kind !== 'reconsidered') lines.push(...detail(`${stayed - 1} more did the same.`));
  }
  return lines;
}

function item(mark: string, text: string): string[] {
  return wrap(`${mark} ${text}`, 2, 4);
}

function detail(text: string): string[] {
  return wrap(text, 6);
}

function timeOf(iso: string): string {
  return timeInWords(Date.parse(iso));
}

/** Lines of a text, the first indented by `first`, the others by `rest`. */
function wrap(text: string, first: number, rest = first): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  let isEmpty = true;
  for (const word of text.split(/(?<=\S)(?= +)/)) {
    if (!isEmpty && line.length + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(rest) + word.trimStart();
    } else line += word;
    isEmpty = false;
  }
  return [...lines, line];
}
