import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitGroup } from '../../packages/collector/dist/commit/group.js';
import type { Command } from '../../packages/collector/dist/domain/command.js';
import { mintId } from '../../packages/collector/dist/domain/ids.js';
import { STRICT } from '../../packages/collector/dist/domain/leniency.js';
import { intakeConversion } from '../../packages/collector/dist/intake/conversion.js';
import { createSqliteStore } from '../../packages/collector/dist/store/sqlite/sqlite-store.js';
import { newConversion } from '../../packages/collector/dist/wire/conversion.js';
import { landing } from './people-of-past.ts';
import { sendReport, takeTask } from './program.ts';

/** The longest commit of one command, in ms, where a person is of extreme size. The file is a real one, synced. */

export interface CommitsReport {
  /** A chain of aliases, each of which makes another user the first of all. */
  chain: number;
  /** A person with so many touches on one device: identified, buying, touched late, on a second device, joined. */
  touches: number;
}

const WORKSPACE = 'w';
const BEGAN = Date.UTC(2026, 0, 1);
const CHAIN = 1_000;
const TOUCHES = 100_000;
const EVERY = 60_000;
const SALES = 100;

await takeTask<object>();
const folder = mkdtempSync(join(tmpdir(), 'clickstitch-commits-'));
const store = createSqliteStore({ path: join(folder, 'bench.db'), mode: 'write' });
try {
  sendReport({ chain: await chain(), touches: await touches() } satisfies CommitsReport);
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}

async function chain(): Promise<number> {
  const name = (number: number) => `chained-${String(number).padStart(5, '0')}`;
  const aliases = Array.from({ length: CHAIN }, (_, at): Command => {
    const said = { workspace_id: WORKSPACE, id: mintId(), recorded_at: BEGAN, occurred_at: BEGAN };
    return { kind: 'alias', ...said, user_id: name(CHAIN - at), previous_id: name(CHAIN - at - 1) };
  });
  return longestOf(aliases);
}

async function touches(): Promise<number> {
  const device = 'busy-laptop';
  const end = BEGAN + TOUCHES * EVERY;
  const past = Array.from({ length: TOUCHES }, (_, at) => landing(WORKSPACE, device, BEGAN + at * EVERY, at));
  for (let from = 0; from < past.length; from += 1_000) await commitGroup(store, past.slice(from, from + 1_000));
  const isUser = { kind: 'user', value: 'busy' } as const;
  const identifies = (visitor: string, at: number): Command => ({
    ...{ kind: 'identify', workspace_id: WORKSPACE, id: mintId(), recorded_at: at, occurred_at: at, traits: null },
    identifiers: [isUser, { kind: 'visitor', value: visitor }],
  });
  const sells = (at: number): Command => {
    const sale = { name: 'purchase', order_id: mintId(), amount: 0.01, occurred_at: at, visitor_id: device };
    const context = { workspace_id: WORKSPACE, received_at: at, currency: 'EUR', leniency: STRICT };
    return intakeConversion(newConversion.parse({ ...sale, external_user_id: isUser.value }), {
      ...context,
      dialect: 'native',
      identity_secret: '',
      type: null,
      source: null,
      affiliate: null,
    });
  };
  const month = 30 * 24 * 3_600_000;
  return longestOf([
    identifies(device, BEGAN + month),
    ...Array.from({ length: SALES }, (_, at) => sells(end - (at * month) / SALES)),
    landing(WORKSPACE, device, end - month, TOUCHES),
    identifies('second-device', end),
    {
      kind: 'alias',
      workspace_id: WORKSPACE,
      id: mintId(),
      recorded_at: end,
      occurred_at: end,
      user_id: 'busy',
      previous_id: 'a',
    },
    {
      ...{ kind: 'remove_edge', workspace_id: WORKSPACE, id: mintId(), recorded_at: end },
      ...{ from: { kind: 'visitor', value: device }, to: isUser },
    },
  ]);
}

async function longestOf(commands: readonly Command[]): Promise<number> {
  let longest = 0;
  for (const command of commands) {
    const began = performance.now();
    const [outcome] = await commitGroup(store, [command]);
    if (outcome?.status !== 'recorded') throw new Error(`not recorded: ${JSON.stringify(outcome)}`);
    longest = Math.max(longest, performance.now() - began);
  }
  return longest;
}
