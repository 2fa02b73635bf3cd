import { type Credit, makesOwe, WINDOW } from '../../domain/credit.ts';
import type { Draft } from '../../domain/draft.ts';
import { type EdgeRow, type Identifier, identifierKey } from '../../domain/identity.ts';
import { edges } from '../../domain/schema.ts';
import { HOUR } from '../../domain/time.ts';
import type { Answer, Step, WhatIf } from '../../domain/why.ts';
import { parting } from '../../rules/alias.ts';
import { type Arrival, byClaimToCredit, clickOf } from '../../rules/arrivals.ts';
import { attribute } from '../../rules/attribute.ts';
import { creditOfConversion } from '../../rules/credit.ts';
import { owe } from '../../rules/owe.ts';
import { reachOf } from '../../rules/reach.ts';
import { edgeBetween, stitch } from '../../rules/stitch.ts';
import type { AskedSale } from './asked-sale.ts';
import type { Evidence } from './evidence.ts';

/** Runs something over a draft that nobody saves. */
export type Try = <T>(work: (draft: Draft) => T) => Promise<T>;

/** So many of each kind are tried. */
const TRIED = 4;
/** A touch that came later than this after the sale has nothing to do with it. */
const NEARLY = HOUR;

/** What would have changed the answer. Each is tried by the rules themselves, on facts that nobody keeps. */
export async function whatIfsOf(
  attempt: Try,
  sale: AskedSale,
  status: 'verified' | 'unverified',
  answer: Answer,
  evidence: Evidence,
): Promise<WhatIf[]> {
  const tried = await Promise.all([
    ...otherTouches(attempt, sale, status, answer, evidence),
    ...(status === 'unverified' && sale.visitor_id !== null ? [confirmed(attempt, sale, sale.visitor_id)] : []),
    ...(status === 'verified' ? otherReports(attempt, sale, answer, evidence) : []),
    ...linksOfWinners(evidence, answer).map((step) => withoutLink(attempt, sale, status, step)),
  ]);
  return tried
    .filter((found) => found !== undefined)
    .filter((found) => !('answer' in found) || isOther(found.answer, answer));
}

function isOther(a: Answer, b: Answer): boolean {
  const essence = ({ attributed_to, owed_to, debt_rule }: Answer) =>
    JSON.stringify([attributed_to?.touch_id, owed_to?.affiliate_id, debt_rule]);
  return essence(a) !== essence(b);
}

function answerOf({ attributed_to, owed_to, debt_rule }: Answer): Answer {
  return { attributed_to, owed_to, debt_rule };
}

/** Had other touches been there to choose from. */
function otherTouches(
  attempt: Try,
  sale: AskedSale,
  status: 'verified' | 'unverified',
  { attributed_to }: Answer,
  { arrivals, debt_candidates, foreign, outside }: Evidence,
): Promise<WhatIf>[] {
  const choose = (from: readonly Arrival[]) =>
    attempt((draft): Answer => {
      const inOrder = from.toSorted((a, b) => byClaimToCredit(a.touch, b.touch, sale.occurred_at));
      const { attributed_to } = attribute(inOrder, sale.occurred_at);
      if (status === 'unverified') return { attributed_to, owed_to: null, debt_rule: 'unverified' };
      const { trustedRoot } = reachOf(draft, sale);
      return answerOf({ ...owe(draft, { ...sale, trustedRoot }, inOrder), attributed_to });
    });
  const owed = debt_candidates.find(({ verdict }) => makesOwe(verdict));
  const winners = new Set([attributed_to?.touch_id, owed?.touch_id].filter((id) => id !== undefined));
  const others = [...foreign, ...arrivals.filter(({ is_theirs }) => !is_theirs)];
  const inTime = outside.filter(({ touch }) => touch.occurred_at < sale.occurred_at + NEARLY);
  return [
    ...[...winners].map(async (touch_id): Promise<WhatIf> => {
      const answer = await choose(arrivals.filter(({ touch }) => touch.id !== touch_id));
      return { kind: 'without_winner', touch_id, answer };
    }),
    ...others.slice(0, TRIED).map(async (other): Promise<WhatIf> => {
      const answer = await choose([...arrivals.filter((one) => one !== other), { ...other, is_theirs: true }]);
      return { kind: 'theirs', touch_id: other.touch.id, answer };
    }),
    ...inTime.slice(0, TRIED).map(async (late): Promise<WhatIf> => {
      const isEarly = late.touch.occurred_at < sale.occurred_at;
      const occurred_at = isEarly ? sale.occurred_at - WINDOW : sale.occurred_at;
      const answer = await choose([...arrivals, { ...late, touch: { ...late.touch, occurred_at } }]);
      return { kind: 'in_time', touch_id: late.touch.id, by: occurred_at - late.touch.occurred_at, answer };
    }),
  ];
}

/** The server might have named another browser, or a click. */
function otherReports(
  attempt: Try,
  sale: AskedSale,
  { owed_to }: Answer,
  { debt_candidates, claims }: Evidence,
): Promise<WhatIf | undefined>[] {
  const open = debt_candidates.filter(({ verdict }) => verdict === 'unlinked_claim');
  const visitors = [...open, ...claims]
    .map(({ visitor_id }) => visitor_id)
    .filter((visitor) => visitor !== null)
    .filter((visitor) => visitor !== sale.visitor_id);
  const clicks = debt_candidates
    .filter(({ click_id, affiliate_id }) => click_id !== sale.click_id && affiliate_id !== owed_to?.affiliate_id)
    .map(({ click_id }) => click_id)
    .filter((click) => click !== null);
  const { click_id } = sale;
  return [
    ...[...new Set(visitors)].slice(0, TRIED).map(async (visitor_id): Promise<WhatIf> => {
      const answer = await attempt((draft) => creditOfNaming(draft, sale, visitor_id));
      return { kind: 'named_device', visitor_id, answer };
    }),
    ...[...new Set(clicks)].slice(0, TRIED).map(async (click): Promise<WhatIf> => {
      const answer = await attempt((draft) => creditOfConversion(draft, { ...sale, click_id: click }));
      return { kind: 'named_click', click_id: click, answer: answerOf(answer) };
    }),
    ...(click_id === null ? [] : [unknownClick(attempt, sale, click_id)]),
  ];
}

async function unknownClick(attempt: Try, sale: AskedSale, click_id: string): Promise<WhatIf | undefined> {
  const click = await attempt((draft) => clickOf(draft, sale.workspace_id, click_id));
  return click ? undefined : { kind: 'unknown_click', click_id };
}

async function confirmed(attempt: Try, sale: AskedSale, visitor_id: string): Promise<WhatIf> {
  return { kind: 'confirmed', visitor_id, answer: await attempt((draft) => creditOfNaming(draft, sale, visitor_id)) };
}

/** The answer, had the server's report named this browser. */
function creditOfNaming(draft: Draft, sale: AskedSale, visitorId: string): Answer {
  const others = sale.identifiers.filter(({ kind }) => kind !== 'visitor');
  const identifiers: Identifier[] = [...others, { kind: 'visitor', value: visitorId }];
  const report = { ...sale, identifiers, visitor_id: visitorId };
  stitch(draft, { ...report, trusted: true });
  return answerOf(creditOfConversion(draft, report));
}

/** The links that lead to the touches that won. */
function linksOfWinners({ touches, debt_candidates, devices }: Evidence, { attributed_to, owed_to }: Answer): Step[] {
  const winners = [
    touches.find(({ touch_id }) => touch_id === attributed_to?.touch_id),
    owed_to ? debt_candidates.find(({ verdict }) => makesOwe(verdict)) : undefined,
  ];
  const visitors = winners.filter((one) => one?.bond?.how === 'identified').map((one) => one?.visitor_id);
  const steps = devices.filter(({ visitor_id }) => visitors.includes(visitor_id)).flatMap(({ steps }) => steps);
  const byEnds = new Map(steps.map((step) => [`${identifierKey(step.from)} ${identifierKey(step.to)}`, step]));
  return [...byEnds.values()].slice(0, TRIED);
}

async function withoutLink(
  attempt: Try,
  sale: AskedSale,
  status: 'verified' | 'unverified',
  step: Step,
): Promise<WhatIf> {
  const answer = await attempt((draft): Answer => {
    for (const [from, to] of [
      [step.from, step.to],
      [step.to, step.from],
    ] as const) {
      remove(draft, sale.workspace_id, from, to);
    }
    const credit: Credit = creditOfConversion(draft, sale);
    return status === 'verified' ? answerOf(credit) : { ...answerOf(credit), owed_to: null, debt_rule: 'unverified' };
  });
  return { kind: 'link_removed', step, answer };
}

function remove(draft: Draft, workspaceId: string, from: Identifier, to: Identifier): void {
  const make = () => {
    for (const trusted of [true, false]) {
      const edge = edgeBetween(draft, workspaceId, from, to, trusted);
      if (edge && !edge.is_removed) draft.update<EdgeRow>(edges, edge, { is_removed: true });
    }
  };
  if (from.kind === to.kind) parting(draft, workspaceId, from, make).make();
  else make();
}
