import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Visitor } from '../visitor/visitor.ts';
import type { HandedOver } from './handed-over.ts';
import { mergedVisitor } from './merged-visitor.ts';

const ids = ['01931c4e-7b1a-7abc-8def-000000000000', '0196aaaa-7b1a-7abc-8def-000000000000'] as const;
const touch = (at: number) => ({ id: `touch_${at}`, occurred_at: at, url: 'https://shop.example/' });

describe('mergedVisitor', () => {
  it('takes over all where nobody is known yet', () => {
    const theirs = { visitor_id: ids[0], first: touch(1), last: touch(2) };
    assert.deepEqual(mergedVisitor({ ts: 0 }, theirs), { ts: 0, renewed_at: undefined, ...theirs });
  });

  it('has the older visitor, and keeps all else that is ours', () => {
    for (const [our, their] of [ids, [...ids].reverse()] as [string, string][]) {
      const ours = { visitor_id: our, ts: 5, user_id: 'user_1' };
      const { visitor_id, ts, user_id } = mergedVisitor(ours, { visitor_id: their });
      assert.deepEqual([visitor_id, ts, user_id], [ids[0], 5, 'user_1']);
    }
  });

  it('has the earlier first touch and the later last one, and knows one for both where there is but one', () => {
    const ours = { visitor_id: ids[0], first: touch(2), last: touch(4) };
    for (const [theirs, expected] of [
      [{ first: touch(1), last: touch(3) }, [1, 4]],
      [{ first: touch(3), last: touch(5) }, [2, 5]],
      [{ last: touch(1) }, [1, 4]],
      [{ last: touch(9) }, [2, 9]],
      [{ first: touch(1) }, [1, 4]],
      [{}, [2, 4]],
    ] as const) {
      const { first, last } = mergedVisitor(ours, { visitor_id: ids[1], ...theirs });
      assert.deepEqual([first?.occurred_at, last?.occurred_at], expected);
    }
  });

  it('is ours as it was, with the time of its renewal, where nothing is new', () => {
    const ours: Visitor = { visitor_id: ids[0], ts: 5, renewed_at: 4, first: touch(1), last: touch(2) };
    assert.equal(mergedVisitor(ours, { visitor_id: ids[1], last: touch(2) }), ours);
    assert.equal(mergedVisitor(ours, { visitor_id: ids[0] }), ours);
    assert.equal(mergedVisitor(ours, { visitor_id: ids[1], last: touch(3) }).renewed_at, undefined);
  });

  it('comes to the same on both sides, and to no more when it is done again', () => {
    const times = fc.option(fc.tuple(fc.nat(9), fc.nat(9)), { nil: undefined });
    const one = fc.record({ visitor_id: fc.constantFrom(...ids), times }).map(({ visitor_id, times }): HandedOver => {
      if (!times) return { visitor_id, first: undefined, last: undefined };
      const [first, last] = times.sort((a, b) => a - b);
      return { visitor_id, first: touch(first as number), last: touch(last as number) };
    });
    fc.assert(
      fc.property(one, one, (here, there) => {
        const pick = ({ visitor_id, first, last }: HandedOver) => ({ visitor_id, first, last });
        const merged = mergedVisitor(here, there);
        assert.deepEqual(pick(merged), pick(mergedVisitor(there, here)));
        assert.equal(mergedVisitor(merged, there), merged);
        assert.equal(mergedVisitor(merged, here), merged);
      }),
    );
  });
});
