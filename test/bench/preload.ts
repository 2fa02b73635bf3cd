import { commitGroup } from '../../packages/collector/dist/commit/group.js';
import type { Command } from '../../packages/collector/dist/domain/command.js';
import { intakeAffiliate } from '../../packages/collector/dist/intake/affiliate.js';
import { intakeBatch } from '../../packages/collector/dist/intake/batch.js';
import { openPostgresStore } from '../../packages/collector/dist/store/postgres/postgres-store.js';
import { createSqliteStore } from '../../packages/collector/dist/store/sqlite/sqlite-store.js';
import { envelope } from '../../packages/collector/dist/wire/batch.js';
import { parse } from '../../packages/collector/dist/wire/parse.js';
import { longPast, strangerOf, tracesOf } from './people-of-past.ts';
import { sendReport, takeTask } from './program.ts';
import { syncFile } from './sync-file.ts';
import { createTraffic } from './traffic/traffic.ts';
import { AFFILIATE_CODES } from './traffic/wire-event.ts';

/**
 * A past for the database: events of the last weeks with all that follows from them, made by the collector's own
 * intake and rules, so that it is what the collector would have stored.
 */

export interface PreloadTask {
  /** As `CLICKSTITCH_DATABASE_URL` names it. */
  database_url: string;
  workspace_id: string;
  key: string;
  events: number;
  /** People whose traces are there and not yet linked. */
  strangers?: number;
}

const EVENTS_PER_REQUEST = 20;
const EVENTS_PER_GROUP = 5_000;
const PAST_MS = 20 * 24 * 3_600_000;

const task = await takeTask<PreloadTask>();
await preload(task);
sendReport({});

async function preload({ database_url, workspace_id, key, events, strangers = 0 }: PreloadTask): Promise<void> {
  const path = database_url.startsWith('sqlite:') ? database_url.slice('sqlite:'.length) : undefined;
  const store = path ? createSqliteStore({ path, mode: 'write' }) : await openPostgresStore({ url: database_url });
  const began = Date.now() - PAST_MS;
  await commit(
    AFFILIATE_CODES.map((code) => intakeAffiliate({ name: code, code }, { workspace_id, received_at: began })),
  );
  const traffic = createTraffic({ key, events_per_request: EVENTS_PER_REQUEST });
  let group: Command[] = [];
  for (let made = 0; made < events; made += EVENTS_PER_REQUEST) {
    group.push(...commandsOf(traffic.nextBody(Math.floor(began + (PAST_MS * made) / events)), workspace_id));
    if (group.length < EVENTS_PER_GROUP && made + EVENTS_PER_REQUEST < events) continue;
    await commit(group);
    group = [];
  }
  for (let from = 0; from < strangers; from += EVENTS_PER_REQUEST) {
    const some = Array.from({ length: EVENTS_PER_REQUEST }, (_, at) => strangerOf(from + at));
    await commit(some.flatMap((stranger) => tracesOf(stranger, workspace_id, began)));
  }
  if (strangers > 0) await commit(longPast(workspace_id, Date.now() - 1_000));
  await store.close();
  if (path) syncFile(path);

  async function commit(commands: readonly Command[]): Promise<void> {
    const failed = (await commitGroup(store, commands)).find((outcome) => outcome.status !== 'recorded');
    if (failed) throw new Error(`an event of the past was not recorded: ${JSON.stringify(failed)}`);
  }
}

function commandsOf(body: Buffer, workspace_id: string): Command[] {
  const batch = parse(envelope, JSON.parse(body.toString()));
  const received_at = batch.sent_at ?? Date.now();
  const { commands, rejected } = intakeBatch(batch.events, {
    workspace_id,
    visitor_id: batch.visitor_id,
    received_at,
    clock_error: 0,
    is_bot: false,
    currency: 'USD',
    isProof: () => false,
    was_cleaned: false,
  });
  if (rejected.length > 0) throw new Error(`the traffic is not what the tag sends: ${JSON.stringify(rejected[0])}`);
  return commands;
}
