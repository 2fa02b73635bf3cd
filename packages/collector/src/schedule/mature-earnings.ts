import type { MatureEarnings, Outcome } from '../domain/command.ts';
import type { EarningRow, MaturityRow } from '../domain/earning.ts';
import { mintId } from '../domain/ids.ts';
import { earnings, maturities } from '../domain/schema.ts';
import type { Reader } from '../store/store.ts';
import { workspacesOf } from './workspaces-of.ts';

/** Commits one command, so that it is logged as every other. */
export type Submit = (command: MatureEarnings) => Promise<Outcome | undefined>;

/** Earnings that one command names. */
const AT_ONCE = 500;
/** Commands of one run; what it leaves is for the next, and by then nobody takes whoever runs it for dead. */
const STEPS = 100;

/**
 * Says of the earnings whose hold ends by `now` (ms UTC) that it has ended, in every workspace; returns of how many. What fails
 * is left for the next time.
 */
export async function matureEarnings(reader: Reader, submit: Submit, now: number): Promise<number> {
  let [matured, steps] = [0, 0];
  for await (const { workspace_id } of workspacesOf(reader)) {
    for (let last: EarningRow | undefined; steps < STEPS; ) {
      const rows: EarningRow[] = await heldUntil(reader, workspace_id, now, last);
      const ended = await withoutKnown(reader, rows);
      if (ended.length > 0) {
        await say(submit, ended, now);
        steps += 1;
        matured += ended.length;
      }
      last = rows.at(-1);
      if (!last || rows.length < AT_ONCE) break;
    }
  }
  return matured;
}

function heldUntil(reader: Reader, workspaceId: string, now: number, last?: EarningRow): Promise<EarningRow[]> {
  return reader.range<EarningRow>(earnings, 'hold', [workspaceId, 'pending'], {
    to: [now],
    after: last && [last.hold_until, last.id],
    order: 'ascending',
    limit: AT_ONCE,
  });
}

/** What is pending though it was said of it already is so for another reason, and to say it again would not end. */
async function withoutKnown(reader: Reader, rows: readonly EarningRow[]): Promise<EarningRow[]> {
  const known = await Promise.all(
    rows.map(({ workspace_id, id }) => reader.find<MaturityRow>(maturities, 'key', [workspace_id, id])),
  );
  return rows.filter(({ hold_until }, at) => (known[at]?.[0]?.as_of ?? -1) < (hold_until ?? 0));
}

async function say(submit: Submit, rows: readonly EarningRow[], now: number): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const outcome = await submit({
    kind: 'mature_earnings',
    workspace_id: first.workspace_id,
    id: mintId(),
    recorded_at: now,
    as_of: now,
    earnings: rows.map(({ id, conversion_id }) => ({ id, conversion_id })),
  });
  if (outcome?.status === 'recorded' || outcome?.status === 'duplicate') return;
  const why = outcome && 'message' in outcome ? outcome.message : 'it was not answered';
  throw new Error(`holds could not be ended: ${why}`);
}
