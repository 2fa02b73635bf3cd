import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { simulate } from './disturbances.ts';
import type { Scores } from './report.ts';
import type { Judgement } from './rule.ts';
import { pathsOf, scoreOf } from './score.ts';
import { STATED_KINDS, valueFor } from './truth.ts';

describe('shoppers whose true path is known', () => {
  let result: { undisturbed: number; reordered: number; duplicated: number; wrong_merges: number };
  let scores: Scores;

  before(() => {
    const script = fileURLToPath(new URL('simulate.ts', import.meta.url));
    const { stdout, stderr } = spawnSync(process.execPath, [script, '--short'], { encoding: 'utf8' });
    const [last = ''] = stdout.trimEnd().split('\n').slice(-1);
    assert.ok(last.startsWith('{'), stderr);
    const { by_disturbance, ...rest } = JSON.parse(last);
    result = rest;
    scores = by_disturbance;
  });

  it('are known whole where nothing is missing, and nobody is taken for another', () => {
    assert.deepEqual(result, { undisturbed: 1, reordered: 1, duplicated: 1, wrong_merges: 0 });
    for (const name of ['undisturbed', 'reordered', 'duplicated'] as const) {
      const { sales, ...score } = scores[name].clickstitch;
      assert.ok(sales >= 25);
      assert.deepEqual(score, { found: sales, foreign: 0, wrong_merges: 0, missed_merges: 0, strays: 0 }, name);
    }
  });

  it('are disturbed: each plain rule fails at what is not made for it', () => {
    for (const name of ['shared_browser', 'kiosk', 'support_agent', 'forged_claims', 'all'] as const) {
      assert.ok(scores[name].everything_is_one.wrong_merges > 0, name);
    }
    for (const name of ['several_devices', 'cleared_cookies', 'late_identity'] as const) {
      const { found, sales } = scores[name].last_cookie;
      assert.ok(found < 0.8 * sales, name);
    }
    const { found, sales } = scores.shared_browser.last_user_owns_device;
    assert.ok(found < 0.8 * sales);
    assert.ok(scores.lost_beacons.clickstitch.found < scores.lost_beacons.clickstitch.sales);
  });
});

describe('a score', () => {
  const { truth } = simulate('several_devices', 1, 20);
  const paths = new Map([...pathsOf(truth)].map(([{ order }, path]) => [order, path.map(({ id }) => id)]));
  const people = [...truth.stated.keys()];
  const signedInAt = (visitorId: string) => truth.sign_ins.find(({ visitor_id }) => visitor_id === visitorId);
  const perfect: Judgement = {
    touchesOf: (order) => new Set(paths.get(order)),
    personOf: ({ kind, value }) =>
      people.find((person) => STATED_KINDS.some((known) => known === kind && valueFor(person, known) === value))
        ?.name ?? value,
    ownerOf: (visitorId) => signedInAt(visitorId)?.person.name ?? null,
    close: async () => {},
  };
  const { sales } = truth;
  const all = { sales: sales.length, found: sales.length, foreign: 0, wrong_merges: 0, missed_merges: 0, strays: 0 };

  it('is full for who knows the truth', () => assert.deepEqual(scoreOf(truth, perfect), all));

  it('counts a path of which one touch is missing', () => {
    const found = sales.filter(({ order }) => paths.get(order)?.length === 0).length;
    const forgetful = { ...perfect, touchesOf: (order: string) => new Set(paths.get(order)?.slice(1)) };
    assert.deepEqual(scoreOf(truth, forgetful), { ...all, found });
  });

  it("counts sales that were given another's touch", () => {
    const everything = new Set([...paths.values()].flat());
    assert.deepEqual(scoreOf(truth, { ...perfect, touchesOf: () => everything }), { ...all, foreign: sales.length });
  });

  it('counts pairs of people who became one, and people who fell apart', () => {
    const pairs = (20 * 19) / 2;
    const one = { ...perfect, personOf: () => 'one', ownerOf: () => 'one' };
    assert.deepEqual(scoreOf(truth, one), { ...all, wrong_merges: pairs });
    const apart = { ...perfect, ownerOf: (visitorId: string) => visitorId };
    assert.deepEqual(scoreOf(truth, apart), { ...all, missed_merges: 20 });
  });
});
