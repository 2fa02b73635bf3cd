import fc from 'fast-check';
import type { LedgerStep, ReportPlan, RequestPlan, Step } from './history-plan.ts';
import { arrival, maybe, sale } from './history-world.ts';
import { ledgerScenesOf } from './ledger-scenes.ts';
import { DAY, HOUR, MINUTE } from './times.ts';

/** Random steps of what is done with conversions once they are reported, in the same small world. */

const ORDERS = ['o1', 'o2', 'o3', 'p1', 'p2', 'p3'];
const SCENE_ORDERS = ['o9', 'p1', 'p2', 'p3', 'p4'];
const REFERENCES = ['r1', 'r2', 'o1', 'purchase.o2'];
const OWN = ['mine-1', 'mine-2'];
const ADDRESSES = ['lee@x.org', 'jane@x.org', 'kim@x.org'];
const SOURCES = ['source-1', 'source-2'];

const of = fc.record({ order: fc.constantFrom(...ORDERS), number: fc.nat({ max: 2 }) });
const request: fc.Arbitrary<RequestPlan | null> = fc.option(
  fc.record({ key: fc.constantFrom('k1', 'k2'), body: fc.constantFrom('b1', 'b1', 'b2') }),
  { freq: 2 },
);
const later = fc.tuple(arrival, fc.constantFrom(0, 0, MINUTE, DAY)).map(([at, more]) => at + more);

/** What a report says beyond who bought what; most say nothing. */
export const report: fc.Arbitrary<ReportPlan> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        dialect: fc.constantFrom('native', 'brandwave', 'whop'),
        reference: maybe(5, REFERENCES),
        own: maybe(3, OWN),
        amount: fc.constantFrom(null, 0, 1_000, 1_000, -500),
        count: fc.constantFrom(1, 3, 40),
        source: maybe(5, SOURCES),
        words: maybe(3, ['gift for Lee', 'Phone order p1']),
        contact: maybe(2, ADDRESSES),
        request,
      },
      { requiredKeys: [] },
    ),
  },
);

const refund = fc.record({
  step: fc.constant('refund' as const),
  of,
  isByOrder: fc.boolean(),
  amount: fc.constantFrom(null, 1, 300, 700, 1_000),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', null, 'USD'),
  reference: maybe(4, ['refund-1', 'refund-2']),
  at: sale,
  arrival: later,
  request,
});
const patch = fc.record(
  {
    amount_minor: fc.constantFrom(null, 0, 500, 2_000),
    occurred_at: fc.tuple(sale, fc.constantFrom(0, -HOUR, -31 * DAY)).map(([at, offset]) => at + offset),
    external_ref: maybe(7, REFERENCES),
    source_id: maybe(7, SOURCES),
    sales_status: fc.constantFrom('complete', 'open'),
    metadata: fc.constantFrom(null, { campaign: 'June', seats: 2 }),
    notes: fc.constantFrom(null, 'a note of June'),
    count: fc.constantFrom(1, 7),
  },
  { requiredKeys: [] },
);
const edit = fc.record({ step: fc.constant('edit' as const), of, patch, arrival: later });
const deletion = fc.record({ step: fc.constant('delete' as const), of, releases: fc.boolean(), arrival: later });

const what = fc.constantFrom('conversion_type' as const, 'source' as const, 'contact' as const, 'contact' as const);
const configure = fc.record({
  step: fc.constant('configure' as const),
  what,
  own: maybe(6, OWN),
  email: maybe(7, ADDRESSES),
  arrival: later,
  request,
});
const amend = fc
  .record({ what, number: fc.nat({ max: 3 }), email: maybe(7, ADDRESSES), isDelete: fc.boolean(), arrival: later })
  .map(({ what: subject, number, email, isDelete, arrival: arrived }): LedgerStep => {
    const changed = subject === 'contact' ? { name: 'New name', email } : { name: 'New name' };
    return { step: 'amend', what: subject, number, patch: isDelete ? null : changed, arrival: arrived };
  });
const key = fc.record({ step: fc.constant('key' as const), key: fc.constantFrom('key-1', 'key-2') });
const bind = fc.record({
  step: fc.constant('bind' as const),
  key: fc.constantFrom('key-1', 'key-2'),
  account: fc.constantFrom('biz_1', 'biz_2'),
});

export const ledgerStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: refund },
  { weight: 10, arbitrary: edit },
  { weight: 5, arbitrary: deletion },
  { weight: 6, arbitrary: configure },
  { weight: 4, arbitrary: amend },
  { weight: 1, arbitrary: key },
  { weight: 2, arbitrary: bind },
);

/** Steps that belong together, in any order. */
const scene: fc.Arbitrary<Step[]> = fc
  .record({ at: sale, order: fc.constantFrom(...SCENE_ORDERS), arrival })
  .chain((cast) => fc.constantFrom(...ledgerScenesOf(cast)))
  .chain((cast) => fc.oneof(fc.constant(cast), fc.shuffledSubarray(cast, { minLength: cast.length })));

export const ledgerScenes: fc.Arbitrary<Step[]> = fc
  .array(scene, { minLength: 2, maxLength: 8, size: 'max' })
  .map((scenes) => scenes.flat());
