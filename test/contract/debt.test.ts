import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Command } from '../../packages/collector/src/domain/command.ts';
import type { OwedTo } from '../../packages/collector/src/domain/credit.ts';
import type { Store } from '../../packages/collector/src/store/store.ts';
import { calmHistory, forgery } from './histories.ts';
import { createCaseCount } from './history-cases.ts';
import { commandsOf } from './history-commands.ts';
import type { Step } from './history-plan.ts';
import { acceptedBy, commitGroups, derivedIn, grouped, histories, randomFrom, withStores } from './history-run.ts';

/** Cases without which the property would prove little; each must be met by a fifth of the histories. */
const CASES = [
  'something is owed',
  'forged claim of an order',
  'forged landing by a reported click',
  'forged link to a buyer',
  'forged crowd',
] as const;

/** What each conversion owes, by its id. */
async function debtsIn(store: Store): Promise<Map<string, OwedTo | null>> {
  const { conversions } = await derivedIn(store);
  return new Map(conversions.map(({ id, credit }) => [id, credit.owed_to]));
}

/** The list with further items at random places, each list in its own order. */
function woven<T>(items: readonly T[], further: readonly T[], random: () => number): T[] {
  const [rest, more] = [[...items], [...further]];
  const all: T[] = [];
  while (rest.length + more.length > 0) {
    const next = random() * (rest.length + more.length) < rest.length ? rest.shift() : more.shift();
    if (next !== undefined) all.push(next);
  }
  return all;
}

/** The command as it would be had the browser said nothing of who it is and of what it bought. */
function withoutClaims(command: Command): Command {
  if (command.kind !== 'record_event' || !command.body) return command;
  const { identifiers, claim_id, order_id, is_reset, ...body } = command.body;
  // A user that came with a proof is not claimed.
  const proven = body.is_proven ? identifiers?.filter(({ kind }) => kind === 'user') : undefined;
  return { ...command, body: proven ? { ...body, identifiers: proven } : body };
}

function casesOf(
  steps: readonly Step[],
  forged: readonly Step[],
  debts: ReadonlyMap<string, OwedTo | null>,
): Set<string> {
  const sales = steps.filter((step) => step.step === 'conversion');
  const met: Record<(typeof CASES)[number], boolean> = {
    'something is owed': [...debts.values()].some((owed) => owed !== null),
    'forged claim of an order': forged.some(
      (step) => step.step === 'claim' && sales.some(({ order }) => order === step.order),
    ),
    'forged landing by a reported click': forged.some(
      (step) => 'touch' in step && sales.some(({ click }) => click !== null && click === step.touch?.click),
    ),
    'forged link to a buyer': forged.some(
      (step) => 'email' in step && sales.some(({ email }) => email !== null && email === step.email),
    ),
    'forged crowd': forged.some((step) => step.step === 'crowd'),
  };
  return new Set(CASES.filter((name) => met[name]));
}

test('nothing that a forger posts to the public endpoint changes what a sale makes owed', async () => {
  const cases = createCaseCount();
  await fc.assert(
    fc.asyncProperty(calmHistory, forgery, fc.integer(), (steps, forged, seed) =>
      withStores('sqlite', async (open) => {
        const random = randomFrom(seed);
        const [honest, attacked] = [await open(), await open()];
        await commitGroups(honest, grouped(commandsOf(steps), random));
        await commitGroups(attacked, grouped(woven(commandsOf(steps), commandsOf(forged, 1), random), random));
        const debts = await debtsIn(honest);
        assert.deepEqual(await debtsIn(attacked), debts);
        cases.add(casesOf(steps, forged, debts));
      }),
    ),
    histories(),
  );
  for (const line of cases.lines()) console.log(line);
  for (const name of CASES) assert.ok(cases.shareOf(name) >= 0.2, `${name}: in too few histories`);
});

test('what browsers claim makes nothing owed and nothing unowed', async () => {
  await fc.assert(
    fc.asyncProperty(calmHistory, fc.integer(), (steps, seed) =>
      withStores('sqlite', async (open) => {
        const random = randomFrom(seed);
        const [believed, silent] = [await open(), await open()];
        await commitGroups(believed, grouped(commandsOf(steps), random));
        const accepted = await acceptedBy(believed);
        await commitGroups(silent, grouped(accepted.map(withoutClaims), random));
        assert.deepEqual(await debtsIn(believed), await debtsIn(silent));
      }),
    ),
    histories(),
  );
});
