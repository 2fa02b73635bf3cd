import { type Claimant, WINDOW, WINDOW_DAYS } from '../domain/credit.ts';
import type {
  Bond,
  LookedAtClaim,
  LookedAtDebt,
  LookedAtDevice,
  LookedAtTouch,
  Presence,
  ReportedIdentifier,
  SoldFacts,
  Step,
  Why,
} from '../domain/why.ts';
import { listInWords, nameInWords, SAID_WORDS, sentence, spanInWords, timeInWords } from './phrases.ts';
import { ATTRIBUTION_WORDS, CLAIM_WORDS, CLAIMANT_WORDS, DEBT_WORDS } from './verdicts.ts';

/** Why each touch of a sale won or lost, and how it is the buyer's, in words. */

/** Before or after the sale, and by how much. */
export function distanceInWords(at: number, soldAt: number): string {
  if (at === soldAt) return 'at the moment of the sale';
  return `${spanInWords(at - soldAt)} ${at < soldAt ? 'before' : 'after'} the sale`;
}

/** Why a touch was credited, or what it lacked. */
export function touchVerdict({ verdict, occurred_at, bond }: LookedAtTouch, { sale, answer }: Why): string {
  const winner = answer.attributed_to;
  switch (verdict) {
    case 'earlier_touch':
      return winner
        ? `Not credited: a later touch came ${spanInWords(winner.occurred_at - occurred_at)} after it, and before the sale.`
        : ATTRIBUTION_WORDS[verdict];
    case 'before_the_window':
      return `Not credited: it came ${tooEarly(occurred_at, sale.occurred_at)} before the window, which is the ${WINDOW_DAYS} days before the sale.`;
    case 'after_the_sale':
      return `Not credited: it came ${spanInWords(occurred_at - sale.occurred_at)} after the sale.`;
    case 'other_person':
      return otherPerson('Not credited', bond);
    default:
      return ATTRIBUTION_WORDS[verdict];
  }
}

/** Why a touch makes us owe its affiliate, or what it lacked. */
export function debtVerdict({ verdict, occurred_at, bond }: LookedAtDebt, { sale }: Why): string {
  switch (verdict) {
    case 'before_the_window':
      return `Not owed: it came ${spanInWords(sale.occurred_at - occurred_at)} before the sale, which is before the program’s window began.`;
    case 'after_the_sale':
      return `Not owed: it came ${spanInWords(occurred_at - sale.occurred_at)} after the sale.`;
    case 'other_person':
      return bond ? otherPerson('Not owed', bond) : DEBT_WORDS[verdict];
    default:
      return DEBT_WORDS[verdict];
  }
}

/** By what somebody claims a sale. */
export function claimantTitle({ by, value }: Claimant): string {
  switch (by) {
    case 'referral':
      return `named by the shop’s server as the referral ${value}`;
    case 'affiliate':
      return `named by the shop’s server as the affiliate ${value}`;
    case 'coupon':
      return `by the coupon ${value}`;
    case 'binding':
      return `bound by the conversion ${value}`;
  }
}

/** By what somebody claims a sale, and what became of it. */
export function claimantInWords(claimant: Claimant): string {
  return `${sentence(claimantTitle(claimant))}. ${CLAIMANT_WORDS[claimant.verdict]}`;
}

function tooEarly(at: number, soldAt: number): string {
  return spanInWords(soldAt - WINDOW - at);
}

function otherPerson(what: string, { by }: Bond): string {
  return by
    ? `${what}: somebody else was at this device then, ${nameInWords(by.who)}.`
    : `${what}: whoever was at this device then left it without saying who they are.`;
}

/** How a touch is the buyer's, or who else's it is. */
export function bondInWords({ how, by }: Bond, { sale }: Why): string {
  switch (how) {
    case 'reported_click':
      return 'The report of the sale names this very click.';
    case 'reported_device':
      return sale.status === 'unverified'
        ? 'The sale was claimed from this device.'
        : 'The report of the sale names this device.';
    case 'claim':
      return 'Only this device’s own claim of the sale ties it to the buyer.';
    case 'nobody':
      return 'Nobody identified themselves there before the device was left.';
    default:
      return by ? presenceInWords(by) : '';
  }
}

function presenceInWords({ who, person, said_by, occurred_at, order }: Presence): string {
  const first =
    order === 'next'
      ? `The next who identified themselves there was ${nameInWords(who)}`
      : `The last who identified themselves there was ${nameInWords(who)}`;
  const of = who.kind === person.kind && who.value === person.value ? '' : `, who is ${nameInWords(person)}`;
  return `${first}${of}, at ${timeInWords(occurred_at)} (${SAID_WORDS[said_by]}).`;
}

/** A link of the way from the report to a device. */
export function stepInWords({ said_by, occurred_at }: Step): string {
  return `${SAID_WORDS[said_by]}, first at ${timeInWords(occurred_at)}`;
}

/** Where an identifier of the report leads. */
export function identifierInWords(identifier: ReportedIdentifier): string {
  const { person, is_conflicting, is_shared, devices } = identifier;
  const isItself = identifier.kind === person.kind && identifier.value === person.value;
  const belongs = isItself ? '' : `belongs to ${nameInWords(person)}`;
  if (is_conflicting)
    return `${belongs || 'names somebody else'}, somebody else than the stronger ones name: not followed`;
  const leads =
    devices === 0 ? 'leads to no device' : `leads to ${devices === 1 ? 'one device' : `${devices} devices`}`;
  const shared = is_shared ? 'so many others are linked to it that it names no single person' : '';
  return [belongs, shared || leads].filter((part) => part !== '').join('; ');
}

export function claimInWords({ verdict, occurred_at }: LookedAtClaim, { sale }: Why): string {
  return `${CLAIM_WORDS[verdict]} It said so ${distanceInWords(occurred_at, sale.occurred_at)}.`;
}

const OTHERS_SHOWN = 5;

/** How far the links to a device carry, and who else was there. */
export function deviceInWords(
  { is_named_by_report, steps, is_quarantined, others }: LookedAtDevice,
  status: SoldFacts['status'],
): string {
  const names = others.slice(0, OTHERS_SHOWN).map(nameInWords);
  if (others.length > OTHERS_SHOWN) names.push(`${others.length - OTHERS_SHOWN} more`);
  const also = others.length === 0 ? '' : ` ${sentence(listInWords(names))} identified themselves there too.`;
  const believed = is_quarantined ? ' It claims to be so many users that none of what it claims is believed.' : '';
  return `${reachInWords(is_named_by_report, steps, status)}${also}${believed}`;
}

function reachInWords(isNamed: boolean, steps: readonly Step[], status: SoldFacts['status']): string {
  if (isNamed) return status === 'unverified' ? 'The sale was claimed from it.' : 'The report of the sale names it.';
  if (steps.length === 0) return 'No link leads to it from what the report names.';
  return steps.some(({ said_by }) => said_by === 'browser')
    ? 'A browser’s claim leads to it, which may earn credit and makes nothing owed.'
    : 'What the shop’s server said leads to it, which may earn credit and money.';
}
