import { decimalOf } from '../domain/money.ts';
import { isoOf } from '../domain/time.ts';
import type { Answer, Bond, Cause, Happened, LookedAtDevice, SoldFacts, Step, Why } from '../domain/why.ts';
import { answerInWords, happenedInWords, type Labels, nothingInWords, whatIfInWords } from './answer-words.ts';
import { viewToldEarning } from './earning-view.ts';
import { nameInWords } from './phrases.ts';
import {
  bondInWords,
  claimantInWords,
  claimInWords,
  debtVerdict,
  deviceInWords,
  distanceInWords,
  identifierInWords,
  stepInWords,
  touchVerdict,
} from './touch-words.ts';
import { DEBT_RULE_WORDS, titleOfTouch } from './verdicts.ts';

/** Why a sale has its answer, as the API and the command line render it: each fact with its words. */
export type WhyView = ReturnType<typeof viewWhy>;

export function viewWhy(why: Why) {
  const { sale, answer, devices, affiliate_names: names } = why;
  const labels: Labels = new Map(devices.map(({ visitor_id }, at) => [visitor_id, labelOf(at)]));
  const onDevice = (visitorId: string | null) => (visitorId === null ? null : (labels.get(visitorId) ?? null));
  const nameOf = (affiliateId: string | null) => (affiliateId === null ? null : (names[affiliateId] ?? null));
  return {
    sale: viewSale(sale),
    answer: { words: answerInWords(why), ...viewAnswer(answer) },
    touches: why.touches.map((touch) => ({
      touch_id: touch.touch_id,
      ...viewTouch(touch),
      url: touch.url,
      affiliate_id: touch.affiliate_id,
      affiliate_name: nameOf(touch.affiliate_id),
      code: touch.code,
      visitor_id: touch.visitor_id,
      device: onDevice(touch.visitor_id),
      is_eligible: touch.verdict === 'last_touch' || touch.verdict === 'earlier_touch',
      verdict: touch.verdict,
      words: touchVerdict(touch, why),
      title: titleOfTouch(touch),
      distance: distanceInWords(touch.occurred_at, sale.occurred_at),
      belongs: viewBond(touch.bond, why),
    })),
    more_touches: why.more_touches,
    identifiers: why.identifiers.map((identifier) => ({
      ...viewName(identifier),
      person: viewName(identifier.person),
      is_conflicting: identifier.is_conflicting,
      is_shared: identifier.is_shared,
      devices: identifier.devices,
      title: nameInWords(identifier),
      words: identifierInWords(identifier),
    })),
    devices: devices.map((device) => ({ device: onDevice(device.visitor_id), ...viewDevice(device, sale.status) })),
    more_devices: why.more_devices,
    debt: {
      rule: answer.debt_rule,
      words: DEBT_RULE_WORDS[answer.debt_rule],
      owed_to: answer.owed_to,
      affiliate_name: nameOf(answer.owed_to?.affiliate_id ?? null),
      claimants: why.claimants.map((claimant) => ({
        ...claimant,
        affiliate_name: nameOf(claimant.affiliate_id),
        words: claimantInWords(claimant),
      })),
      candidates: why.debt_candidates.map(({ bond, ...candidate }) => ({
        ...candidate,
        occurred_at: isoOf(candidate.occurred_at),
        affiliate_name: nameOf(candidate.affiliate_id),
        device: onDevice(candidate.visitor_id),
        words: debtVerdict({ bond, ...candidate }, why),
        distance: distanceInWords(candidate.occurred_at, sale.occurred_at),
        belongs: bond && viewBond(bond, why),
      })),
    },
    earnings: why.earnings.map(viewToldEarning),
    claims: why.claims.map((claim) => ({
      ...claim,
      occurred_at: isoOf(claim.occurred_at),
      device: onDevice(claim.visitor_id),
      words: claimInWords(claim, why),
    })),
    would_change: [
      ...why.what_ifs.map((whatIf) => ({
        kind: whatIf.kind,
        ...('visitor_id' in whatIf ? { visitor_id: whatIf.visitor_id } : {}),
        ...('touch_id' in whatIf ? { touch_id: whatIf.touch_id } : {}),
        ...('by' in whatIf ? { by_ms: whatIf.by } : {}),
        ...('click_id' in whatIf ? { click_id: whatIf.click_id } : {}),
        ...('step' in whatIf ? { link: viewStep(whatIf.step) } : {}),
        words: whatIfInWords(whatIf, why, labels),
        answer: 'answer' in whatIf ? viewAnswer(whatIf.answer) : null,
      })),
      ...(why.what_ifs.length === 0 ? [{ kind: 'nothing', words: nothingInWords(why), answer: null }] : []),
    ],
    history: why.history.map((happened) => viewHappened(happened, why, labels)),
  };
}

/** A sale as it is named where it is not explained yet. */
export function viewSale(sale: SoldFacts) {
  const { amount_minor, currency } = sale;
  return {
    ...sale,
    amount: amount_minor === null ? null : Number(decimalOf(amount_minor, currency ?? '')),
    occurred_at: isoOf(sale.occurred_at),
    recorded_at: isoOf(sale.recorded_at),
  };
}

/** A, B, … Z, and then AA. */
function labelOf(at: number): string {
  const letter = String.fromCharCode(65 + (at % 26));
  return at < 26 ? letter : `${labelOf(Math.floor(at / 26) - 1)}${letter}`;
}

function viewTouch({ channel, source, campaign, click_id, occurred_at }: NonNullable<Cause['touch']>) {
  return { channel, source, campaign, click_id, occurred_at: isoOf(occurred_at) };
}

function viewAnswer({ attributed_to, owed_to, debt_rule }: Answer) {
  return {
    attributed_to: attributed_to && { touch_id: attributed_to.touch_id, ...viewTouch(attributed_to) },
    owed_to,
    debt_rule,
  };
}

/** What can be read, where it is known. */
function viewName({ kind, value, plain }: { kind: string; value: string; plain: string | null }) {
  return { kind, value: plain ?? value };
}

function viewBond(bond: Bond, why: Why) {
  const { how, by, is_trusted } = bond;
  return {
    how,
    is_trusted,
    words: bondInWords(bond, why),
    by: by && {
      who: viewName(by.who),
      person: viewName(by.person),
      said_by: by.said_by,
      occurred_at: isoOf(by.occurred_at),
      order: by.order,
    },
  };
}

function viewStep(step: Step) {
  return {
    from: viewName(step.from),
    to: viewName(step.to),
    said_by: step.said_by,
    occurred_at: isoOf(step.occurred_at),
    words: stepInWords(step),
  };
}

function viewDevice(device: LookedAtDevice, status: SoldFacts['status']) {
  const { visitor_id, is_named_by_report, steps, is_quarantined, others } = device;
  return {
    visitor_id,
    is_named_by_report,
    is_quarantined,
    words: deviceInWords(device, status),
    links: steps.map(viewStep),
    others: others.map(viewName),
  };
}

function viewHappened(happened: Happened, why: Why, labels: Labels) {
  const { kind, is_of_claim, subject_id, recorded_at, replays, other_id, cause, before, after } = happened;
  return {
    recorded_at: isoOf(recorded_at),
    kind,
    is_of_claim,
    subject_id,
    other_id,
    replays,
    cause: {
      ...cause,
      occurred_at: cause.occurred_at === null ? null : isoOf(cause.occurred_at),
      touch: cause.touch && viewTouch(cause.touch),
    },
    before: before && viewAnswer(before),
    after: after && viewAnswer(after),
    words: happenedInWords(happened, why, labels),
  };
}
