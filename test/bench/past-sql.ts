import { COUNTED_BY } from '../../packages/collector/dist/domain/conversion-tables.js';

/** Statements that write conversions of the past, `$rows` of them, `$step` milliseconds apart. */

const CREDIT = JSON.stringify({
  attributed_to: {
    touch_id: '0193fd2e-7c1a-7abc-8def-0123456789ab',
    channel: 'paid_search',
    source: 'google',
    campaign: 'autumn',
    click_id: 'EAIaIQobChMI7d2l9',
    occurred_at: 1_763_719_200_000,
  },
  owed_to: null,
  debt_rule: 'none',
  candidates: Array.from({ length: 3 }, (_, at) => ({
    touch_id: `0193fd2e-7c1a-7abc-8def-0123456789a${at}`,
    channel: 'paid_search',
    source: 'google',
    campaign: 'autumn',
    click_id: null,
    occurred_at: 1_763_719_200_000,
    verdict: at === 0 ? 'last_touch' : 'earlier_touch',
  })),
  more_candidates: 0,
  debt_candidates: [],
  claims: [],
  found_by: ['0193fd2e-7c1a-7abc-8def-0123456789ab'],
  conflicts: [],
});

const NUMBERS = 'WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < $rows)';
/** A number below 1,000 that looks like chance, and for each `salt` as if by another: squares mix well enough. */
const chance = (salt: number) => {
  const first = `((n * 7919 + ${salt * 104_729}) % 1000003)`;
  const second = `((${first} * ${first} + ${salt * 15_485}) % 1000033)`;
  return `((${second} * ${second} + n) % 999983 % 1000)`;
};
const id = (prefix: string) => `printf('${prefix}-%08x-7abc-8def-0123456789ab', n)`;
/** Few common values and many rare ones, as in life. */
const skewed = (prefix: string, values: number, salt: number) =>
  `'${prefix}_' || (${chance(salt)} * ${chance(salt)} * ${values} / 1000000)`;
const at = '$began + CAST(n * $step AS INTEGER)';
const nameOf = `CASE WHEN ${chance(1)} < 600 THEN 'purchase' WHEN ${chance(1)} < 850 THEN 'lead'
  WHEN ${chance(1)} < 950 THEN 'sign_up' WHEN ${chance(1)} < 999 THEN 'demo' ELSE 'partner' END`;
const some = (share: number, salt: number, value: string) => `CASE WHEN ${chance(salt)} < ${share} THEN ${value} END`;

const COLUMNS: Readonly<Record<string, string>> = {
  workspace_id: '$workspace',
  id: id('0193'),
  name: nameOf,
  order_id: `'o_' || n`,
  event_id: some(500, 2, `'e_' || n`),
  amount_minor: some(800, 3, `${chance(4)} * ${chance(5)}`),
  currency: some(800, 3, `'EUR'`),
  occurred_at: at,
  recorded_at: `${at} + 1200`,
  visitor_id: some(700, 6, `'visitor-' || (n % 300007)`),
  click_id: some(200, 7, `printf('clk_%032x', n)`),
  identifiers: `'[{"kind":"user","value":"u_' || (n % 200003) || '"},{"kind":"email","value":"jane.' || (n % 200003) || '@example.com"}]'`,
  url: `'https://shop.example/checkout/thanks?order=o_' || n`,
  metadata: `'{"plan":"pro","seats":' || (n % 40) || ',"note":"a few words of the shop''s own"}'`,
  context: `'{"gclid":"EAIaIQobChMI7d2l9","fbp":"fb.1.1763719200.1234567890","utm_source":"google","utm_medium":"cpc","ip_address":"203.0.113.9","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"}'`,
  credit: `'${CREDIT}'`,
  version: '1',
  type_id: some(500, 8, skewed('type', 20, 9)),
  source_id: some(700, 10, skewed('source', 40, 11)),
  count: `1 + (${chance(12)} > 950) * ${chance(13)}`,
  origin: some(600, 14, skewed('origin', 12, 15)),
  external_ref: some(300, 16, `'ref_' || n`),
  external_id: some(100, 17, `'ext_' || n`),
  sales_status: `CASE WHEN ${chance(18)} < 900 THEN 'complete' WHEN ${chance(18)} < 950 THEN 'open' ELSE 'refunded' END`,
  workflow_id: some(400, 19, skewed('workflow', 50, 20)),
  master_workflow_id: some(400, 22, skewed('master', 10, 23)),
  workflow_run_id: some(400, 24, `'run_' || (n / 200)`),
  updated_at: `${at} + 1200`,
  deleted_at: some(5, 21, `${at} + 5000`),
};

export const conversionsSql = `INSERT INTO conversion (${Object.keys(COLUMNS).join(', ')})
  ${NUMBERS} SELECT ${Object.values(COLUMNS).join(', ')} FROM number`;

export const claimsSql = `INSERT INTO claim (workspace_id, id, name, order_id, event_id, visitor_id, amount_minor, currency,
    occurred_at, recorded_at, is_open, credit, version)
  ${NUMBERS} SELECT $workspace, ${id('0194')}, ${nameOf}, 'o_' || (n * 10), 'c_' || n, 'visitor-' || (n % 300007), n, 'EUR',
    ${at}, ${at} + 50, n % 2, '${CREDIT}', 1 FROM number`;

export const namingsSql = `INSERT INTO naming SELECT * FROM (
    SELECT workspace_id, 'user', json_extract(identifiers, '$[0].value'), occurred_at, id FROM conversion
      WHERE workspace_id = $workspace
    UNION ALL SELECT workspace_id, 'lead', 'l_' || (rowid % 500), occurred_at, id FROM conversion
      WHERE workspace_id = $workspace AND type_id IS NOT NULL)
  ORDER BY 1, 2, 3, 4, 5`;

const words = [
  'order_id',
  'name',
  'origin',
  'external_ref',
  `json_extract(identifiers, '$[0].value')`,
  `json_extract(identifiers, '$[1].value')`,
  `'pro'`,
];

export const tokensSql = `INSERT INTO search_token SELECT * FROM (${words
  .map(
    (word) => `SELECT workspace_id, ${word}, occurred_at, id FROM conversion
    WHERE workspace_id = $workspace AND deleted_at IS NULL AND ${word} IS NOT NULL`,
  )
  .join(' UNION ALL ')}) ORDER BY 1, 2, 3, 4`;

export const FACETS = ['all', ...COUNTED_BY] as const;

export function talliesSql(facet: (typeof FACETS)[number]): string {
  const value = facet === 'all' ? `''` : facet;
  return `INSERT INTO tally SELECT workspace_id, '${facet}', ${value}, 0, count(*), sum(count) FROM conversion
    WHERE workspace_id = $workspace AND deleted_at IS NULL AND ${value} IS NOT NULL GROUP BY workspace_id, ${value}`;
}

export const deletedSql = `INSERT INTO tally SELECT workspace_id, 'deleted', '', 0, count(*), sum(count) FROM conversion
  WHERE workspace_id = $workspace AND deleted_at IS NOT NULL GROUP BY workspace_id`;

export const unverifiedSql = `INSERT INTO tally SELECT workspace_id, 'unverified', '', 0, count(*), count(*) FROM claim
  WHERE workspace_id = $workspace AND is_open = 1 GROUP BY workspace_id`;
