import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAULTS, harms } from './harm/harms.ts';
import { isWhole, runFault } from './run-fault.ts';

const SECONDS = 4;
/** Who is refused hears of it soon: a request is held for as long as PostgreSQL may still answer it, and no longer. */
const REFUSED_WITHIN = 12_000;

for (const fault of FAULTS) {
  test(`${fault}: what was acknowledged is there once, and all is soon as before`, async (context) => {
    const verdict = await runFault(fault, harms[fault], SECONDS, (text) => context.diagnostic(text));
    context.diagnostic(JSON.stringify(verdict));
    assert.ok(isWhole(verdict), JSON.stringify(verdict));
    // How soon is for `npm run test:faults` to say, on a machine that does nothing else.
    assert.notEqual(verdict.recovered_ms, null, 'it never recovers');
    assert.ok(verdict.slowest_refusal_ms < REFUSED_WITHIN, `a refusal took ${verdict.slowest_refusal_ms} ms`);
    assert.ok(verdict.times > 0);
    if (fault === 'postgres-stopped') assert.ok(verdict.unavailable > 0, 'clients are told when to come back');
  });
}
