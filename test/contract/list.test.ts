import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ClaimRow, ConversionRow } from '../../packages/collector/src/domain/conversion.ts';
import { identifierKey } from '../../packages/collector/src/domain/identity.ts';
import { searchTokens } from '../../packages/collector/src/domain/search.ts';
import { type Cell, compareRows } from '../../packages/collector/src/domain/table.ts';
import { listConversions } from '../../packages/collector/src/reports/conversions/list-conversions.ts';
import {
  filtersOf,
  type ListQuestion,
  mayHoldClaims,
  type Sort,
  sortColumns,
} from '../../packages/collector/src/reports/conversions/list-question.ts';
import { wordsOf } from '../../packages/collector/src/rules/search-tokens.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { listForms, WORKSPACE } from './list-forms.ts';
import { type Listed, saveListed } from './listed-rows.ts';

/** More than is counted one by one, so that what is common is read otherwise than what is rare. */
const CONVERSIONS = 10_800;

/** Of each kind one: times, a few values, many, and such that may be empty. Plans are looked at for all of them. */
const SORTS_TRIED: readonly Sort[] = ['occurred_at', 'recorded_at', 'name', 'amount_minor', 'workflow_run_id'];

describe('lists of conversions', () => {
  let store: Store;
  let listed: Listed;
  const words = new Map<string, string[]>();

  before(async () => {
    store = createSqliteStore({ path: ':memory:', mode: 'write' });
    listed = await saveListed(store, WORKSPACE, CONVERSIONS);
    for (const row of listed.conversions) words.set(row.id, wordsOf(row));
  });
  after(() => store.close());

  type Shown = ConversionRow | ClaimRow;
  const passes = (row: Shown, question: ListQuestion) =>
    filtersOf(question).every(([filter, value]) => (row as unknown as Record<string, Cell>)[filter] === value) &&
    (question.from === null || row.occurred_at >= question.from) &&
    (question.to === null || row.occurred_at <= question.to);
  const isFound = (row: ConversionRow, { named, search }: ListQuestion) => {
    const keys = row.identifiers.map(identifierKey);
    const has = words.get(row.id) ?? [];
    return (
      named.every((one) => keys.includes(identifierKey(one))) &&
      searchTokens(search ?? '').every((word) => has.some((token) => token.startsWith(word)))
    );
  };

  /** What a list holds, by looking at every row. */
  function expected(question: ListQuestion): Shown[] {
    const { status, sort, order } = question;
    const verified =
      status === 'unverified'
        ? []
        : listed.conversions.filter((row) => row.deleted_at === null && isFound(row, question));
    const open =
      status === 'verified' || !mayHoldClaims(question) ? [] : listed.claims.filter(({ is_open }) => is_open);
    const sign = order === 'ascending' ? 1 : -1;
    const isEmpty = (row: Shown) => Number(((row as unknown as Record<string, Cell>)[sort] ?? null) === null);
    return [...verified, ...open]
      .filter((row) => passes(row, question))
      .sort((a, b) => isEmpty(a) - isEmpty(b) || sign * compareRows(a, b, sortColumns(sort)));
  }

  /** Where words or people are common only the newest of them are put in another order. */
  const isWhole = ({ sort, search, named }: ListQuestion) =>
    sort === 'occurred_at' || !(search?.startsWith('purch') || (named.length === 1 && named[0]?.kind === 'lead'));

  test('of every form hold what they should, in order, page by page, and are counted', async () => {
    const forms = listForms(listed.conversions).filter(({ sort }) => SORTS_TRIED.includes(sort));
    let inexact = 0;
    for (const form of forms) {
      const orders =
        form.sort === 'occurred_at' || form.sort === 'amount_minor'
          ? (['ascending', 'descending'] as const)
          : (['descending'] as const);
      for (const order of orders) {
        const question = { ...form, order };
        const all = expected(question);
        const about = JSON.stringify(question);
        let after: ListQuestion['after'] = null;
        for (let page = 0; page < 3; page += 1) {
          const found = await listConversions(store, { ...question, after });
          if (isWhole(question)) {
            const from = page * question.limit;
            assert.deepEqual(
              found.rows.map(({ row }) => row.id),
              all.slice(from, from + question.limit).map(({ id }) => id),
              about,
            );
            assert.equal(found.next === null, all.length <= from + question.limit, about);
          }
          if (found.total_is_exact) assert.equal(found.total, all.length, about);
          else assert.ok(found.total <= Math.max(all.length, 10_000), about);
          inexact += Number(!found.total_is_exact);
          after = found.next;
          if (!after) break;
        }
        if (!isWhole(question)) continue;
        // The last rows are those that have nothing in the sorted column.
        const offset = Math.max(0, Math.min(all.length - 5, question.status === 'all' ? 900 : all.length));
        const { rows } = await listConversions(store, { ...question, offset });
        assert.deepEqual(
          rows.map(({ row }) => row.id),
          all.slice(offset, offset + question.limit).map(({ id }) => id),
          about,
        );
      }
    }
    console.log(`  ${forms.length} forms; ${inexact} pages were not counted to the end`);
  });
});
