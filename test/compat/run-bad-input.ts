import assert from 'node:assert/strict';
import type { BadInput } from './bad-input.ts';
import { faultOfForm } from './error-form.ts';
import type { GenericCase } from './generic-cases.ts';
import { interpolate } from './interpolate.ts';
import { type Keys, OTHER } from './keys.ts';
import type { Planted } from './planted.ts';
import { type Reply, send } from './send.ts';
import { type Stand, told } from './stand.ts';
import type { Spoken } from './vendor.ts';

/** Where cases are run, and what they can refer to. */
export interface BadInputPlace {
  spoken: Spoken;
  stand: Stand;
  keys: Keys;
  planted: { own: Planted; twin: Planted };
}

/** Sends what a case sends. Throws where it is answered otherwise than the case says, or something is left behind. */
export async function runBadInput(each: BadInput, { spoken, stand, keys, planted }: BadInputPlace): Promise<void> {
  const scope = { ...planted, setup: [] as unknown[] };
  for (const asked of each.setup) scope.setup.push(await stand.setUp(interpolate(asked, scope)));
  const headers = await keys.headers(each.key, each.account);
  const kept = keptBy(stand);
  const reply = await send(stand.collector.url, interpolate(each.request, scope), headers);
  assert.equal(reply.status, each.status, told(stand.collector, reply));
  if (each.status >= 400) assertError(reply, formsOf(each, spoken), stand);
  for (const word of interpolate(each.says, scope)) {
    const says = reply.text.toLowerCase().includes(word.toLowerCase());
    assert.ok(says, `it does not say ${word}: ${told(stand.collector, reply)}`);
  }
  if (each.stores) assert.ok(keptBy(stand).accepted > kept.accepted, 'nothing was stored');
  else assertNothingStored(kept, reply, stand);
}

/** The same of a case that is made for any route. */
export async function runGenericCase(
  { request, says }: GenericCase,
  { spoken, stand, keys }: Omit<BadInputPlace, 'planted'>,
): Promise<void> {
  const headers = await keys.headers('own');
  const kept = keptBy(stand);
  const reply = await send(stand.collector.url, request, headers);
  assertError(reply, [spoken], stand);
  assert.match(reply.text, says);
  assertNothingStored(kept, reply, stand);
}

/**
 * In whose form an error may come. A path that several of us have is told apart by its key, so there a key that is not the
 * vendor's is answered in ours, or in the form of the vendor whose it is.
 */
function formsOf({ key, request }: BadInput, spoken: Spoken): readonly Spoken[] {
  const isShared = spoken === 'native' || spoken === 'brandwave' || spoken === 'affonso';
  const hasOwnKey =
    key === 'own' && !Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization');
  return hasOwnKey || !isShared ? [spoken] : [spoken, 'native', OTHER[spoken]];
}

function assertError(reply: Reply, forms: readonly Spoken[], { collector }: Stand): void {
  assert.ok(reply.status >= 400 && reply.status < 500, `not refused: ${told(collector, reply)}`);
  const faults = forms.map((form) => faultOfForm(reply, form));
  assert.ok(faults.includes(undefined), `${faults.join(', ')}: ${told(collector, reply)}`);
}

/** What is in the log, and in the tables of facts. */
interface Kept {
  accepted: number;
  facts: Record<string, number>;
}

function keptBy({ log }: Stand): Kept {
  return { accepted: log.accepted(), facts: log.facts() };
}

function assertNothingStored(before: Kept, reply: Reply, stand: Stand): void {
  assert.deepEqual(keptBy(stand), before, `something was stored: ${told(stand.collector, reply)}`);
}
