import Database from 'better-sqlite3';
import type { Bench, Figures, Measure } from '../measure.ts';

const ASKS = 7;
const LIMIT = 25;

/** The list's filters, each by a common and by a rare value of the past; pairs, words, people and times. */
const NARROWINGS: readonly Readonly<Record<string, string>>[] = [
  {},
  ...['purchase', 'lead', 'partner'].map((name) => ({ name })),
  ...['type_0', 'type_17'].map((conversion_type_id) => ({ conversion_type_id })),
  ...['source_0', 'source_30'].map((source_id) => ({ source_id })),
  ...['origin_0', 'origin_9'].map((origin) => ({ origin })),
  ...['complete', 'refunded'].map((sales_status) => ({ sales_status })),
  ...['workflow_0', 'workflow_40'].map((workflow_id) => ({ workflow_id })),
  ...['master_0', 'master_8'].map((master_workflow_id) => ({ master_workflow_id })),
  { workflow_run_id: 'run_20' },
  { order_id: 'o_4321' },
  { event_id: 'e_4321' },
  { external_ref: 'ref_4321' },
  { external_id: 'ext_4321' },
  { visitor_id: 'visitor-4321' },
  { click_id: 'clk_4321' },
  { user_id: 'u_4321' },
  { lead_id: 'l_7' },
  { name: 'purchase', source_id: 'source_0' },
  { name: 'lead', conversion_type_id: 'type_3', sales_status: 'complete' },
  { occurred_from: new Date(Date.now() - 7 * 24 * 3_600_000).toISOString() },
  { search: 'o_4321' },
  { search: 'jane.4321' },
  { search: 'pro' },
  { search: 'purchase u_12345' },
  { search: 'purchase' },
  { search: 'purchase pro' },
  { search: 'purchase origin_3' },
  { search: 'o' },
  { search: 'pro', source_id: 'source_30' },
  { search: 'purchase', lead_id: 'l_7' },
];
const SORTS = [
  'occurred_at',
  'recorded_at',
  'name',
  'amount',
  'count',
  'conversion_type_id',
  'source_id',
  'origin',
].concat(['sales_status', 'order_id', 'event_id', 'external_ref', 'external_id', 'workflow_id', 'master_workflow_id']);

/**
 * `list_ms`: the first page of the slowest form of the list of conversions, each form's median; `list_median_ms`: of the
 * median form; `list_bare_ms`: the newest rows of one index, read from the same file and parsed.
 */
export const list: Measure = {
  title: 'every form of the list of conversions',
  async run(bench) {
    const forms = NARROWINGS.flatMap((narrowing) => SORTS.map((sort) => ({ ...narrowing, sort })));
    const medians: { form: object; ms: number }[] = [];
    for (const form of forms) {
      const query = new URLSearchParams({ ...form, limit: String(LIMIT) });
      medians.push({ form, ms: await medianOf(() => get(bench, `/v1/conversions?${query}`)) });
    }
    const sorted = medians.toSorted((a, b) => b.ms - a.ms);
    const slow = sorted.slice(0, 5).map(({ form, ms }) => `${ms.toFixed(1)} ms ${JSON.stringify(form)}`);
    console.log(`        slowest of ${forms.length}: ${slow.join(', ')}`);
    return {
      list_ms: sorted[0]?.ms ?? Number.NaN,
      list_median_ms: sorted[sorted.length >> 1]?.ms ?? Number.NaN,
      list_bare_ms: await bareMs(bench),
    } satisfies Figures;
  },
};

async function get({ collector }: Bench, path: string): Promise<void> {
  const response = await fetch(`${collector.url}${path}`, {
    headers: { Authorization: `Bearer ${collector.keys.secret_key}` },
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${text}`);
}

/** The same page by one prepared statement of one connection. */
async function bareMs({ database_path, collector }: Bench): Promise<number> {
  const database = new Database(database_path, { readonly: true });
  const statement = database.prepare(
    'SELECT * FROM conversion WHERE workspace_id = ? ORDER BY occurred_at DESC, id DESC LIMIT ?',
  );
  const ms = await medianOf(async () => {
    const rows = statement.all(collector.keys.workspace_id, LIMIT) as Record<string, string>[];
    for (const row of rows)
      for (const column of ['identifiers', 'metadata', 'credit']) JSON.parse(row[column] ?? 'null');
  });
  database.close();
  return ms;
}

async function medianOf(ask: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let asked = 0; asked < ASKS; asked += 1) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[ASKS >> 1] ?? Number.NaN;
}
