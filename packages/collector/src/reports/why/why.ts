import { look } from '../../commit/look.ts';
import type { AffiliateRow } from '../../domain/affiliate.ts';
import { affiliates } from '../../domain/schema.ts';
import type { Answer, SeveralSales, SoldFacts, Why } from '../../domain/why.ts';
import { clickLentTo } from '../../rules/checkout.ts';
import type { Reader } from '../../store/store.ts';
import type { ShownConversion } from '../conversions.ts';
import { claimantsIn, readAccount } from '../receipts.ts';
import { askedSale, findSales } from './asked-sale.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { historyOf } from './history.ts';
import { type Stated, tellProvenBrowsers } from './naming.ts';
import { type Try, whatIfsOf } from './what-if.ts';

/**
 * Why a sale has its answer, by the id of a conversion, of a claim or of an order; the sales of an order id that several
 * have; `null` where there is none.
 */
export async function explainSale(
  reader: Reader,
  question: { workspace_id: string; id: string },
): Promise<Why | SeveralSales | null> {
  const found = await findSales(reader, question);
  const [sale] = found;
  if (!sale) return null;
  return found.length > 1 ? { several: found.map(soldFacts) } : explain(reader, sale);
}

async function explain(reader: Reader, shown: ShownConversion): Promise<Why | null> {
  const { workspace_id, id, credit } = shown.row;
  const attempt: Try = (work) => look(reader, work);
  const reported = askedSale(shown);
  const click_id = reported.click_id ?? (await attempt((draft) => clickLentTo(draft, reported)));
  const sale = { ...reported, click_id };
  const { attributed_to, owed_to, debt_rule } = credit;
  const answer: Answer = { attributed_to, owed_to, debt_rule };
  const [evidence, account] = await Promise.all([
    attempt((draft) => evidenceOf(draft, sale, credit)),
    readAccount(reader, { workspace_id, id }),
  ]);
  await tellProvenBrowsers(reader, workspace_id, statementsIn(evidence));
  const [what_ifs, history] = await Promise.all([
    whatIfsOf(attempt, sale, shown.status, answer, evidence),
    account ? historyOf(reader, account) : [],
  ]);
  const { arrivals, outside, ...looked } = evidence;
  const why = {
    sale: { ...soldFacts(shown), click_id },
    answer,
    more_touches: credit.more_candidates,
    ...looked,
    claimants: claimantsIn(credit),
    earnings: account?.earnings ?? [],
    what_ifs,
    history,
  };
  return { ...why, affiliate_names: await namesIn(reader, workspace_id, why) };
}

function soldFacts({ status, row }: ShownConversion): SoldFacts {
  const { id, name, order_id, amount_minor, currency, occurred_at, recorded_at, visitor_id } = row;
  const click_id = status === 'verified' ? row.click_id : null;
  return { id, name, status, order_id, amount_minor, currency, occurred_at, recorded_at, visitor_id, click_id };
}

/** Everything that somebody said on a device. */
function statementsIn({ touches, debt_candidates, devices }: Evidence): Stated[] {
  const presences = [...touches, ...debt_candidates].map(({ bond }) => bond?.by).filter((by) => by != null);
  return [
    ...presences.map((fact) => ({ ...fact, fact })),
    ...devices.flatMap(({ visitor_id, steps }) =>
      steps.flatMap((fact) => {
        const [device, who] = fact.from.kind === 'visitor' ? [fact.from, fact.to] : [fact.to, fact.from];
        return device.kind === 'visitor' ? [{ visitor_id, occurred_at: fact.occurred_at, who, fact }] : [];
      }),
    ),
  ];
}

async function namesIn(
  reader: Reader,
  workspaceId: string,
  { answer, touches, debt_candidates, claimants, what_ifs, history }: Omit<Why, 'affiliate_names'>,
): Promise<Record<string, string>> {
  const answers = [
    answer,
    ...what_ifs.map((one) => ('answer' in one ? one.answer : null)),
    ...history.flatMap(({ before, after }) => [before, after]),
  ];
  const ids = [
    ...[...touches, ...debt_candidates, ...claimants].map(({ affiliate_id }) => affiliate_id),
    ...answers.map((one) => one?.owed_to?.affiliate_id),
  ].filter((id) => id != null);
  const rows = await Promise.all(
    [...new Set(ids)].map((id) => reader.find<AffiliateRow>(affiliates, 'key', [workspaceId, id])),
  );
  return Object.fromEntries(rows.flat().map(({ id, name }) => [id, name]));
}
