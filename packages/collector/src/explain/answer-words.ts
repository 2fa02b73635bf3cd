import type { Answer, Cause, Happened, WhatIf, Why } from '../domain/why.ts';
import { listInWords, nameInWords, SAID_WORDS, spanInWords, timeInWords } from './phrases.ts';
import { distanceInWords } from './touch-words.ts';
import { DEBT_RULE_WORDS, describeTouch, RECEIPT_WORDS, titleOfTouch } from './verdicts.ts';

/** The answer for a sale, what would have changed it, and what did, in words. */

/** How devices are called, by visitor id. */
export type Labels = ReadonlyMap<string, string>;

/** The answer in two sentences. */
export function answerInWords({ answer, sale, affiliate_names }: Why): string {
  const { attributed_to, owed_to, debt_rule } = answer;
  const credited = attributed_to
    ? `Credited to ${describeTouch(attributed_to)}, ${distanceInWords(attributed_to.occurred_at, sale.occurred_at)}.`
    : 'Credited to no touch: none of the buyer’s is known in the window before the sale.';
  const owed = owed_to ? `Owed to ${affiliateInWords(owed_to, affiliate_names)}.` : 'Nobody is owed.';
  return `${credited} ${owed} ${DEBT_RULE_WORDS[debt_rule]}`;
}

function affiliateInWords(
  { affiliate_id, code }: { affiliate_id: string; code: string | null },
  names: Readonly<Record<string, string>>,
): string {
  return `${names[affiliate_id] ?? affiliate_id}${code === null ? '' : ` (code ${code})`}`;
}

function shortAnswer({ attributed_to, owed_to, debt_rule }: Answer, names: Readonly<Record<string, string>>): string {
  const credited = attributed_to ? `credited to ${describeTouch(attributed_to)}` : 'credited to no touch';
  const owed = owed_to ? `owed to ${affiliateInWords(owed_to, names)}` : `owed to nobody${OPEN_WORDS[debt_rule] ?? ''}`;
  return `${credited}; ${owed}`;
}

/** Why nobody is owed yet. */
const OPEN_WORDS: Readonly<Partial<Record<Answer['debt_rule'], string>>> = {
  unknown_referral: ' as long as the named referral is not known',
  unknown_affiliate: ' as long as the named affiliate is not known',
  unknown_click: ' as long as the named click is not recorded',
  unknown_coupon: ' as long as the coupon is no affiliate’s',
  awaits_review: ' until somebody has looked',
  unverified: ' until the shop’s server confirms it',
};

/** What would be different; the touch of which was spoken is `it`. */
function difference(then: Answer, now: Answer, names: Readonly<Record<string, string>>, it?: string): string {
  const parts: string[] = [];
  const { attributed_to: touch, owed_to: owed } = then;
  if (touch?.touch_id !== now.attributed_to?.touch_id) {
    const other = touch ? `${describeTouch(touch)}, of ${timeInWords(touch.occurred_at)}` : 'no touch';
    parts.push(`the sale would be credited to ${touch?.touch_id === it ? 'it' : other}`);
  }
  if (owed?.affiliate_id !== now.owed_to?.affiliate_id) {
    parts.push(`${owed ? affiliateInWords(owed, names) : 'nobody'} would be owed`);
  }
  if (parts.length === 0) return DEBT_RULE_WORDS[then.debt_rule];
  const isReview = then.debt_rule === 'awaits_review' && now.debt_rule !== 'awaits_review';
  return `${listInWords(parts)}${isReview ? ', and an affiliate’s touch would await review' : ''}.`;
}

export function whatIfInWords(whatIf: WhatIf, { answer, affiliate_names, touches }: Why, labels: Labels): string {
  if (whatIf.kind === 'unknown_click') {
    return `The shop’s server named the click ${whatIf.click_id}, which is not recorded. If it still arrives, lies in the window and is an affiliate’s, that affiliate will be owed.`;
  }
  const then = difference(whatIf.answer, answer, affiliate_names, 'touch_id' in whatIf ? whatIf.touch_id : undefined);
  const touchOf = (touchId: string) => {
    const touch = touches.find(({ touch_id }) => touch_id === touchId);
    return touch ? `the ${titleOfTouch(touch)} of ${timeInWords(touch.occurred_at)}` : `touch ${touchId}`;
  };
  switch (whatIf.kind) {
    case 'in_time':
      return `Had ${touchOf(whatIf.touch_id)} come ${spanInWords(whatIf.by)} ${whatIf.by > 0 ? 'later' : 'earlier'}, ${then}`;
    case 'theirs':
      return `Had ${touchOf(whatIf.touch_id)} been the buyer’s own, ${then}`;
    case 'without_winner':
      return `Without ${touchOf(whatIf.touch_id)}, ${then}`;
    case 'confirmed':
      return `Once the shop’s server reports this sale too and names ${deviceInWords(whatIf.visitor_id, labels)} as its visitor_id, ${then}`;
    case 'named_device':
      return `Had the shop’s server named ${deviceInWords(whatIf.visitor_id, labels)} as the sale’s visitor_id, ${then}`;
    case 'named_click':
      return `Had the shop’s server named ${whatIf.click_id} as the sale’s click_id, ${then}`;
    case 'link_removed': {
      const { from, to, said_by } = whatIf.step;
      return `Without the link between ${ofDevice(from, labels)} and ${ofDevice(to, labels)}, ${SAID_WORDS[said_by]}, ${then}`;
    }
  }
}

function ofDevice(name: Parameters<typeof nameInWords>[0], labels: Labels): string {
  return name.kind === 'visitor' ? deviceInWords(name.value, labels) : nameInWords(name);
}

function deviceInWords(visitorId: string | null, labels: Labels): string {
  const label = visitorId === null ? undefined : labels.get(visitorId);
  return `device ${label ?? visitorId ?? 'unknown'}`;
}

/** What nothing that is known would have changed, and what to send so that more is known. */
export function nothingInWords({ answer, touches, devices, sale }: Why): string {
  if (answer.attributed_to) return 'Nothing that is recorded: no other touch of the buyer’s is known.';
  if (devices.length === 0 && sale.click_id !== null) {
    return 'Nothing that is recorded: the report leads to the click that it names and to no device; see above for what the click lacked.';
  }
  if (devices.length === 0) {
    return 'Nothing that is recorded: the report leads to no device. Send visitor_id or click_id with the sale.';
  }
  const nearest = touches.toSorted((a, b) => a.occurred_at - b.occurred_at).at(-1);
  return nearest
    ? `The nearest touch was ${describeTouch(nearest)}, of ${timeInWords(nearest.occurred_at)}; see above for what it lacked.`
    : 'Nothing that is recorded: none of the buyer’s devices has a touch.';
}

/** What a receipt says: what was decided, and what caused it. */
export function happenedInWords({ kind, cause, before, after, replays }: Happened, why: Why, labels: Labels): string[] {
  const { affiliate_names } = why;
  const lines: string[] = [];
  if (kind === 'recredited' || kind === 'reconsidered') {
    const what = kind === 'recredited' ? 'The answer changed' : 'Looked at again, the answer stayed';
    lines.push(`${what}: ${causeInWords(cause, labels)}.`);
  } else lines.push(RECEIPT_WORDS[kind]);
  if (replays > 0) lines.push(`The same report came ${replays === 1 ? 'once' : `${replays} times`} more.`);
  if (before) lines.push(`Before: ${shortAnswer(before, affiliate_names)}.`);
  if (after) lines.push(`${before ? 'After' : 'Answer'}: ${shortAnswer(after, affiliate_names)}.`);
  return lines;
}

/** A command in words, as something that happened. */
export function causeInWords(cause: Cause, labels: Labels): string {
  const { command, touch, identifiers, order_id, code } = cause;
  const names = listInWords(identifiers.map((one) => ofDevice(one, labels)));
  switch (command) {
    case 'record_click':
      return `a click${code === null ? '' : ` with code ${code}`} arrived${ofTime(cause)}`;
    case 'record_event':
      return eventInWords(cause, names, labels);
    case 'record_conversion':
      if (cause.is_own) return 'the shop’s server’s report of this sale';
      return `the shop’s server reported another sale${order_id === null ? '' : ` (order ${order_id})`}${names && `, naming ${names}`}`;
    case 'identify':
      return `the shop’s server said that ${names} are one person`;
    case 'alias':
      return `the shop’s server joined ${names}`;
    case 'remove_edge':
      return `the link between ${names} was removed`;
    case 'erase_person':
      return 'somebody was erased, and a pseudonym stands in their place';
    case 'create_affiliate':
    case 'create_link':
      return `the code ${code} was given to an affiliate`;
    case 'create_coupon':
      return `the coupon ${code} was given to an affiliate`;
    default:
      return touch ? describeTouch(touch) : (PLAIN_CAUSES[command] ?? `a ${command.replaceAll('_', ' ')}`);
  }
}

/** Commands of which there is no more to tell. */
const PLAIN_CAUSES: Readonly<Partial<Record<string, string>>> = {
  edit: 'something was changed',
  record_adjustment: 'something was given back',
  create_program: 'a program was created',
  create_incentive: 'an incentive was created',
  import_rates: 'exchange rates were entered',
  mature_earnings: 'the clock said that a hold had ended',
  create_payout: 'a payout was made',
};

function eventInWords({ touch, order_id, visitor_id, event_name, occurred_at }: Cause, names: string, labels: Labels) {
  const device = deviceInWords(visitor_id, labels);
  const said = [
    names && `${names} identified themselves on ${device}`,
    touch && `${device} told of ${describeTouch(touch)}, of ${timeInWords(touch.occurred_at)}`,
    order_id !== null && `${device} claimed order ${order_id}`,
  ].filter((part) => typeof part === 'string' && part !== '');
  const at = occurred_at === null ? '' : ` at ${timeInWords(occurred_at)}`;
  return said.length > 0 ? listInWords(said as string[]) : `an event from ${device} (${event_name ?? 'unknown'})${at}`;
}

function ofTime({ occurred_at, touch }: Cause): string {
  const at = touch?.occurred_at ?? occurred_at;
  return at === null ? '' : ` that occurred at ${timeInWords(at)}`;
}
