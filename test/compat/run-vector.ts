import type { Fields } from './checked.ts';
import { interpolate } from './interpolate.ts';
import { type Bindings, differences } from './match.ts';
import { type Reply, send } from './send.ts';
import { type KeyOptions, type Stand, told } from './stand.ts';
import type { ExpectedReply, Step, Vector } from './vector.ts';
import { credentialsOf, type Spoken } from './vendor.ts';

/**
 * Runs a vector against a collector, with a key made for it. Throws at the first step whose command or reply is not the
 * expected one, with everything that differs.
 */
export async function runVector(vector: Vector, spoken: Spoken, stand: Stand): Promise<void> {
  const keys = new Map<Spoken, string>([[spoken, await keyOf(spoken, vector.key, stand)]]);
  const scope = { setup: [] as unknown[], steps: [] as Reply[] };
  for (const asked of vector.setup) scope.setup.push(await stand.setUp(interpolate(asked, scope)));
  const bindings: Bindings = new Map();
  for (const [index, step] of vector.steps.entries()) {
    const { as = spoken, ...asked } = interpolate(step.request, scope);
    const key = keys.get(as) ?? (await keyOf(as, {}, stand));
    keys.set(as, key);
    const position = stand.log.position();
    const reply = await send(stand.collector.url, asked, credentialsOf(as, key));
    const accepted = stand.log.since(position);
    const faults = [
      ...differsFromReply(reply, interpolate(step.reply, scope), bindings),
      ...differsFromCommand(accepted, interpolate(step.command, scope), bindings),
    ];
    if (faults.length > 0) {
      const place = `step ${index}, ${asked.method} ${asked.path}`;
      throw new Error(`${place}:\n  ${faults.join('\n  ')}\n  The whole reply: ${told(stand.collector, reply)}`);
    }
    scope.steps.push(reply);
  }
}

/** The workspace's own key where the words are ours, for that is what it is. */
async function keyOf(spoken: Spoken, made: KeyOptions, stand: Stand): Promise<string> {
  if (spoken === 'native' && Object.keys(made).length === 0) return stand.collector.keys.secret_key;
  return stand.createKey(spoken, made);
}

function differsFromReply(reply: Reply, expected: ExpectedReply, bindings: Bindings): string[] {
  const faults = reply.status === expected.status ? [] : [`status: expected ${expected.status}, came ${reply.status}`];
  for (const [name, value] of Object.entries(expected.headers)) {
    faults.push(...differences(reply.headers.get(name), value, 'exact', bindings, `header ${name}`));
  }
  if (expected.text !== undefined) faults.push(...differences(reply.text, expected.text, 'exact', bindings, 'text'));
  if ('body' in expected) faults.push(...differences(reply.body, expected.body, 'exact', bindings, 'reply'));
  return faults;
}

function differsFromCommand(accepted: readonly Fields[], expected: Step['command'], bindings: Bindings): string[] {
  if (expected === undefined) return [];
  const wanted: readonly unknown[] = expected === null ? [] : Array.isArray(expected) ? expected : [expected];
  if (accepted.length !== wanted.length) {
    const came = accepted.map((command) => command['kind']).join(', ') || 'none';
    return [`command: expected ${wanted.length} accepted commands, came ${accepted.length}: ${came}`];
  }
  return wanted.flatMap((each, index) => differences(accepted[index], each, 'subset', bindings, 'command'));
}
