import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planRound, type Step, tellStep } from './plan-round.ts';

const plans = Array.from({ length: 300 }, (_, at) => planRound(7, at + 1));

describe('the plan of a round', () => {
  it('is the same for the same seed, and another for each round', () => {
    assert.deepEqual(planRound(7, 3), plans[2]);
    assert.notDeepEqual(planRound(8, 3), plans[2]);
    assert.equal(new Set(plans.map(({ host }) => host)).size, plans.length);
  });

  it('has everything happen in a series', () => {
    const done = new Set(plans.flatMap(({ steps }) => steps.map(({ do: what }) => what)));
    const all: Step['do'][] = [
      'open',
      'weather',
      'call',
      'wait',
      'reload',
      'follow',
      'leave_and_return',
      'close',
      'kill',
    ];
    assert.deepEqual([...done].sort(), all.toSorted());
  });

  it('can be told', () => {
    const step: Step = { do: 'kill', during: { do: 'call', events: ['lead', 'purchase'] }, ms: 20 };
    assert.equal(tellStep(step), 'kill (call lead,purchase) 20');
  });
});
