import { type Entry, noAnswer, verdictOf } from '../entry.ts';
import { noAnswerReason, reasonOf, type Situation } from '../situation.ts';
import { clockTime } from './clock-time.ts';
import { listen, make, setText } from './make.ts';
import { verdictWords } from './verdict-words.ts';

export interface CallRow {
  readonly element: HTMLElement;
  /** All that it says, in lower case, by which it is found. */
  text(): string;
  update(situation: Situation): void;
}

/** One entry: what it is and what became of it in a line, the rest where it is opened. */
export function createCallRow(entry: Entry): CallRow {
  const verdict = make('span');
  const reason = make('p', { class: 'reason' });
  const summary = make(
    'summary',
    {},
    make('span', { class: 'what' }, make('b', {}, entry.name), ' ', make('span', { class: 'soft' }, byWhom(entry))),
    verdict,
    make('time', { datetime: new Date(entry.at).toISOString() }, clockTime(entry.at)),
    make('span', { class: 'soft given' }, entry.verb === 'page' ? pathOf(entry.url) : givenOf(entry)),
  );
  summary.append(reason);
  const body = make('div', { class: 'body' });
  const details = make('details', {}, summary, body);
  let latest: Situation | undefined;
  let shown = '';
  listen(details, 'toggle', () => latest && update(latest));

  function update(situation: Situation): void {
    latest = situation;
    const what = verdictOf(entry);
    const [word, tone] = verdictWords[what];
    const why = reasonOf(entry, situation);
    setText(verdict, word);
    verdict.className = `pill ${tone}`;
    setText(reason, why);
    const state = `${word} ${why} ${entry.happened.length}`;
    if (!details.open || state === shown) return;
    shown = state;
    body.replaceChildren(...bodyOf(entry, situation));
  }

  return {
    element: make('li', {}, details),
    text: () => `${entry.verb} ${summary.textContent} ${entry.event?.id ?? ''} ${entry.url}`.toLowerCase(),
    update,
  };
}

function bodyOf(entry: Entry, situation: Situation): Node[] {
  const { args, event, happened, url, verb } = entry;
  const steps = happened.map(({ at, what, why }) => {
    const words = why === noAnswer ? noAnswerReason(situation) : (why ?? '');
    return make(
      'li',
      {},
      make('time', {}, clockTime(at)),
      make('b', {}, verdictWords[what][0]),
      make('span', {}, words),
    );
  });
  const parts: [string, Node][] = [['What happened', make('ol', { class: 'steps' }, ...steps)]];
  const given = (args ?? []).map((arg) => JSON.stringify(arg, null, 2) ?? 'undefined').join(', ');
  if (args) parts.push(['Call', make('pre', {}, verb === 'tag' ? given : `${verb}(${given})`)]);
  if (event) parts.push(['Event as sent', make('pre', {}, JSON.stringify(event, null, 2))]);
  parts.push(['URL', make('pre', {}, url)]);
  return parts.flatMap(([title, part]) => [make('h4', {}, title), part]);
}

function byWhom({ by, verb, name }: Entry): string {
  if (by === 'earlier_page') return 'of an earlier page';
  if (by === 'tag') return verb === 'tag' ? '' : 'by itself';
  return verb === name ? '' : verb;
}

/** What was handed in, in a line; the name is there already. */
function givenOf({ args = [], verb }: Entry): string {
  const rest = args.slice(verb === 'track' ? 1 : 0).filter((arg) => arg !== undefined);
  return rest.map((arg) => JSON.stringify(arg)).join(', ');
}

function pathOf(url: string): string {
  try {
    const { pathname, search, hash } = new URL(url);
    return pathname + search + hash;
  } catch {
    return url;
  }
}
