import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ClaimRow, ConversionRow, TallyRow } from '../../packages/collector/src/domain/conversion.ts';
import { identifierKey } from '../../packages/collector/src/domain/identity.ts';
import { tallies } from '../../packages/collector/src/domain/schema.ts';
import { searchTokens } from '../../packages/collector/src/domain/search.ts';
import { type Cell, compareRows } from '../../packages/collector/src/domain/table.ts';
import { listConversions } from '../../packages/collector/src/reports/conversions/list-conversions.ts';
import {
  filtersOf,
  type ListQuestion,
  mayHoldClaims,
  sortColumns,
} from '../../packages/collector/src/reports/conversions/list-question.ts';
import { wordsOf } from '../../packages/collector/src/rules/search-tokens.ts';
import { createSqliteStore } from '../../packages/collector/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { inserts, save } from './engine.ts';
import { everythingAsked, listForms, WORKSPACE } from './list-forms.ts';
import { type Listed, saveListed } from './listed-rows.ts';

/** More than is counted one by one, so that what is common is read otherwise than what is rare. */
const CONVERSIONS = 10_800;

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

  const inOrder = new Map<string, Shown[]>();
  /** Every row, in the order of a list. */
  function everything({ sort, order }: ListQuestion): Shown[] {
    const sign = order === 'ascending' ? 1 : -1;
    const isEmpty = (row: Shown) => Number(((row as unknown as Record<string, Cell>)[sort] ?? null) === null);
    const rows =
      inOrder.get(sort + order) ??
      [...listed.conversions, ...listed.claims].sort(
        (a, b) => isEmpty(a) - isEmpty(b) || sign * compareRows(a, b, sortColumns(sort)),
      );
    inOrder.set(sort + order, rows);
    return rows;
  }

  /** What a list holds, by looking at every row. */
  function expected(question: ListQuestion): Shown[] {
    const { status } = question;
    const mayClaim = status !== 'verified' && mayHoldClaims(question);
    return everything(question).filter((row) => {
      if (!passes(row, question)) return false;
      if ('is_open' in row) return mayClaim && row.is_open;
      return status !== 'unverified' && row.deleted_at === null && isFound(row, question);
    });
  }

  /** Narrowed by one column, or by one word. */
  const isOneThing = ({ filters, named, search, from }: ListQuestion) =>
    from === null && named.length === 0 && Object.keys(filters).length + searchTokens(search ?? '').length === 1;

  test('of every form hold what they should, in order, page by page, and are counted', async () => {
    const forms = listForms(listed.conversions);
    let inexact = 0;
    for (const form of forms) {
      const orders =
        form.sort === 'occurred_at' || form.sort === 'amount_minor' || form.sort === 'name'
          ? (['ascending', 'descending'] as const)
          : (['descending'] as const);
      for (const order of orders) {
        const question = { ...form, order };
        const all = expected(question);
        const about = JSON.stringify(question);
        let after: ListQuestion['after'] = null;
        for (let page = 0; page < 2; page += 1) {
          const found = await listConversions(store, { ...question, after });
          const from = page * question.limit;
          assert.deepEqual(
            found.rows.map(({ row }) => row.id),
            all.slice(from, from + question.limit).map(({ id }) => id),
            about,
          );
          assert.equal(found.next === null, all.length <= from + question.limit, about);
          if (found.total_is_exact) assert.equal(found.total, all.length, about);
          else assert.ok(found.total <= all.length, about);
          if (isOneThing(question)) assert.equal(found.total_is_exact, true, about);
          inexact += Number(!found.total_is_exact);
          after = found.next;
          if (!after) break;
        }
        // The last rows are those that have nothing in the sorted column.
        const offset = Math.max(0, Math.min(all.length - 5, question.status === 'all' ? 900 : all.length));
        const { rows, total } = await listConversions(store, { ...question, offset });
        assert.ok(total >= offset + rows.length, about);
        assert.deepEqual(
          rows.map(({ row }) => row.id),
          all.slice(offset, offset + question.limit).map(({ id }) => id),
          about,
        );
      }
    }
    console.log(`  ${forms.length} forms; ${inexact} pages were not counted to the end`);
  });

  test('of text without a word are empty', async () => {
    for (const search of ['!!!', ' ', '---', '\u{1f600}']) {
      const question = { ...everythingAsked, search };
      const { rows, total, total_is_exact, next } = await listConversions(store, question);
      assert.deepEqual([rows, total, total_is_exact, next], [[], 0, true, null], search);
    }
  });

  test('tell the commonest values of all, wherever they lie in the alphabet', async () => {
    const workspace_id = 'of many names';
    const rare = Array.from({ length: 3_000 }, (_, at) => tallyOf(workspace_id, `a_${at}`, 0, 1));
    await save(
      store,
      tallies,
      inserts([...rare, ...[0, 1].map((slot) => tallyOf(workspace_id, 'purchase', slot, 40))]),
    );
    const asked = { ...everythingAsked, workspace_id };
    const { facets, incomplete_facets } = await listConversions(store, asked);
    assert.deepEqual(facets['name']?.[0], { value: 'purchase', conversions: 80, counted: 160 });
    assert.equal(facets['name']?.length, 100);
    assert.deepEqual(incomplete_facets, []);

    const more = Array.from({ length: 17_000 }, (_, at) => tallyOf(workspace_id, `b_${at}`, 0, 2));
    await save(store, tallies, inserts(more));
    const beyond = await listConversions(store, asked);
    assert.deepEqual(beyond.incomplete_facets, ['name']);
    assert.equal(beyond.facets['name']?.[0]?.value, 'b_0');
  });
});

function tallyOf(workspace_id: string, value: string, slot: number, conversions: number): TallyRow {
  return { workspace_id, facet: 'name', value, slot, conversions, counted: 2 * conversions };
}
