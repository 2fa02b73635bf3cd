import type { AnyTable, Cell, ColumnType } from '../../packages/collector/src/domain/table.ts';

/** Rows for any table, made from its descriptor. */

export type Row = Record<string, unknown>;

/** Columns that may be null; of these the types speak and the descriptors do not. */
const NULLABLE: Readonly<Record<string, readonly string[]>> = {
  event: ['url', 'referrer', 'title', 'body'],
  touch: [
    ...['visitor_id', 'referrer', 'utm', 'click_ids', 'referral_code', 'click_id'],
    ...['source', 'campaign', 'affiliate_id', 'code', 'sub_ids', 'fetched_as'],
  ],
  conversion: [
    ...['order_id', 'event_id', 'amount_minor', 'currency', 'visitor_id', 'click_id'],
    ...['url', 'referrer', 'metadata', 'raw', 'external_id', 'referral_id', 'type_id', 'source_id', 'origin'],
    ...['action_source', 'external_ref', 'notes', 'product_ids', 'price_ids', 'plan_id', 'is_subscription'],
    ...['interval', 'workflow_id', 'master_workflow_id', 'workflow_run_id', 'context', 'profile', 'deleted_at'],
    ...['affiliate_id', 'coupon_code', 'earning_status', 'signals'],
    ...['commissionable_minor', 'commission_minor', 'commission_currency'],
  ],
  adjustment: [
    ...['conversion_id', 'order_id', 'external_ref', 'amount_minor', 'currency', 'reason'],
    ...['asked_minor', 'asked_currency', 'total_of'],
  ],
  conversion_type: ['external_id', 'description', 'workflow_id', 'master_workflow_id', 'deleted_at'],
  conversion_source: ['external_id', 'channel', 'creator_id', 'campaign_id', 'deleted_at'],
  contact: [
    ...['external_id', 'email', 'email_node', 'phone', 'name', 'first_name', 'last_name'],
    ...['workflow_id', 'campaign_id', 'metadata', 'deleted_at'],
  ],
  idempotency: ['fact_id'],
  claim: ['order_id', 'amount_minor', 'currency', 'url', 'referrer', 'metadata', 'conversion_id'],
  connection: ['account', 'deleted_at'],
  identity: ['plain', 'alias_of'],
  receipt: ['credit', 'before', 'other_id'],
  program: ['external_id', 'terms_url', 'deleted_at'],
  incentive: ['external_id', 'deleted_at'],
  affiliate: [
    ...['external_id', 'program_id', 'email', 'group_name', 'first_group', 'application'],
    ...['payout_details', 'payout_hash', 'deleted_at'],
  ],
  link: ['name', 'destination_url', 'deleted_at'],
  coupon: ['external_id', 'description', 'deleted_at'],
  earning: [
    ...[
      'program_id',
      'referral_id',
      'person_key',
      'visitor_id',
      'incentive_id',
      'incentive_version',
      'currency',
      'sale_minor',
    ],
    ...['sale_currency', 'is_foreign', 'rate', 'rate_date', 'reason', 'hold_until', 'calculation', 'term_key'],
    ...['series_key', 'counted'],
  ],
  referral: ['person_key'],
  entry: ['currency'],
  payout: ['external_id', 'details', 'shared_with', 'reference', 'failure', 'paid_at', 'deleted_at'],
  api_key: ['account', 'signing_secret', 'expires_at', 'revoked_at'],
};

const TEXTS = [
  'plain',
  'ünïcödé 日本語',
  '😀\u{10ffff}\uffff',
  'e\u0301 beside é',
  `'; DROP TABLE "x" -- \\ %_?`,
  'line\nbreak\ttab\u0001',
  ' spaces around ',
  'long'.repeat(3_000),
];
const INTEGERS = [0, 1, -1, 1_780_000_000_000, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 2 ** 51 + 1, 2 ** 31];
const JSONS = [
  { a: 1, nested: { list: [1, 'zwei', null, { deep: true }], empty: {} } },
  [],
  {},
  'text',
  0.1,
  false,
  { 'key "with" 😀': 'ünï\u0001', big: Number.MAX_SAFE_INTEGER, tiny: 5e-324 },
  [{ value: null }],
];

/** Rows of one workspace that hold every value of every type at least once, each with a key of its own. */
export function variedRows(table: AnyTable): Row[] {
  return TEXTS.map((text, at) =>
    rowFrom(table, (name, type) => {
      // Of one workspace, so that they can be written together.
      if (name === 'workspace_id' && table.key.length > 1) return 'one';
      if (type === 'text') return isKeyed(table, name) ? `${at} ${text}` : text;
      if (type === 'integer') return INTEGERS[at];
      return type === 'boolean' ? at % 2 === 0 : JSONS[at];
    }),
  );
}

/** A row with empty text in every text column, and one with null wherever null may be. */
export function sparseRows(table: AnyTable): Row[] {
  const empty = rowFrom(table, (_, type) => EMPTY[type]);
  const nullable = NULLABLE[table.name] ?? [];
  const absent = rowFrom(table, (name, type) => {
    if (nullable.includes(name)) return null;
    return isKeyed(table, name) && type === 'text' ? 'with nulls' : EMPTY[type];
  });
  return nullable.length > 0 ? [empty, absent] : [empty];
}

const EMPTY: Readonly<Record<ColumnType, unknown>> = { text: '', integer: 0, boolean: false, json: {} };

/**
 * Rows with few values in the columns of indexes, so that many share a prefix; ordered texts that collations order
 * differently, and nulls, among them.
 */
export function crowdedRows(table: AnyTable, count: number): Row[] {
  const pools: Readonly<Record<ColumnType, readonly unknown[]>> = {
    text: ['b', 'B', 'a', 'é', '\uffff', '😀', '_'],
    integer: [5, -3, 5, 1_780_000_000_000, 0],
    boolean: [true, false],
    json: [{}],
  };
  const rows: Row[] = [];
  const keys = new Set<string>();
  for (let seed = 0; rows.length < count && seed < 50 * count; seed += 1) {
    let draw = seed;
    const row = rowFrom(table, (name, type) => {
      draw = (draw * 7 + 3 + name.length) % 1_009;
      const pool = pools[type];
      if (NULLABLE[table.name]?.includes(name) && draw % 5 === 0) return null;
      if (name === 'workspace_id' && table.key.length > 1) return draw % 4 === 0 ? 'other' : 'one';
      return isUnique(table, name) ? `${pool[draw % pool.length]}${seed % 97}` : pool[draw % pool.length];
    });
    const key = JSON.stringify([...table.key, ...uniqueColumns(table)].map((column) => row[column]));
    if (!keys.has(key)) rows.push(row);
    keys.add(key);
  }
  return rows;
}

function rowFrom(table: AnyTable, value: (name: string, type: ColumnType) => unknown): Row {
  return Object.fromEntries(Object.entries(table.columns).map(([name, { type }]) => [name, value(name, type)]));
}

/** Text columns that a unique index rests on get values of their own. */
function isUnique(table: AnyTable, name: string): boolean {
  const isLast = table.key.at(-1) === name && table.columns[name]?.type === 'text';
  return isLast || uniqueColumns(table).includes(name);
}

function uniqueColumns(table: AnyTable): string[] {
  return Object.values(table.indexes).flatMap(({ unique, columns }) => (unique ? columns.slice(-1) : []));
}

function isKeyed(table: AnyTable, name: string): boolean {
  return table.key.includes(name) || uniqueColumns(table).includes(name);
}

export function cellsOf(row: Row, columns: readonly string[]): Cell[] {
  return columns.map((column) => row[column] as Cell);
}

/** The order of an index: numbers by size, `false` before `true`, text by its code points. */
export function compareCells(a: readonly Cell[], b: readonly Cell[]): number {
  for (const [at, left] of a.entries()) {
    const right = b[at];
    if (right === undefined || left === right) continue;
    if (typeof left === 'string') return Buffer.compare(Buffer.from(left), Buffer.from(String(right)));
    return Number(left) - Number(right);
  }
  return 0;
}
