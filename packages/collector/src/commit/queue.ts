import type { Command, Outcome } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { OutcomeUnknownError } from '../store/store.ts';

export interface QueueOptions {
  /** Commits commands and answers for each in order. */
  commit: (commands: readonly Command[]) => Promise<Outcome[]>;
  /** Groups that may be committed beside each other; 1 where there is one writer. */
  lanes: number;
  /** Commands of different workspaces are never in one group. */
  isOneWorkspace: boolean;
  /** Bytes of requests that may wait. */
  maxBytes: number;
  /** Milliseconds that a command may wait before no more are taken. */
  maxAge: number;
  /** Commands that are committed together at most. */
  maxGroup: number;
  now: () => number;
}

export interface QueueState {
  waiting: number;
  bytes: number;
  /** Milliseconds since the oldest request that has no answer yet was taken; 0 where there is none. */
  oldest_age: number;
  /** ms UTC of the latest commit; `null` before the first. */
  committed_at: number | null;
  is_full: boolean;
  /** ms UTC of the latest group that could not be written; `null` where every one could. */
  failed_at: number | null;
}

export interface CommitQueue {
  /**
   * Resolves after the commands are on disk, with their outcomes. Rejects with `unavailable` and a time to retry when
   * the queue is full or closed, or the store cannot write; its hint says whether any of them is stored.
   */
  submit(commands: readonly Command[], bytes: number): Promise<Outcome[]>;
  state(): QueueState;
  /** Takes no more and resolves when everything taken is answered. */
  close(): Promise<void>;
}

interface Waiting {
  commands: readonly Command[];
  bytes: number;
  since: number;
  resolve: (outcomes: Outcome[]) => void;
  reject: (error: unknown) => void;
}

const RETRY_AFTER_SECONDS = 2;
/** What waits for less than this many commands is better off in the next group than in a small one beside the current. */
const WORTH_A_LANE = 100;

/**
 * A bounded queue that drains itself in groups: whatever has come while the writer was busy is the next group, and
 * an idle writer starts at once. No timer delays anyone.
 */
export function createCommitQueue(options: QueueOptions): CommitQueue {
  const { commit, lanes, isOneWorkspace, maxBytes, maxAge, maxGroup, now } = options;
  let waiting: Waiting[] = [];
  let waitingCommands = 0;
  let bytes = 0;
  const inFlight = new Set<readonly Waiting[]>();
  let isScheduled = false;
  let committedAt: number | null = null;
  let failedAt: number | null = null;
  let isClosed = false;
  let drained: (() => void) | undefined;

  function oldestAge(): number {
    const since = [...[...inFlight].map(([first]) => first), waiting[0]].flatMap((first) => first?.since ?? []);
    return since.length > 0 ? now() - Math.min(...since) : 0;
  }

  function isFull(): boolean {
    return bytes >= maxBytes || oldestAge() > maxAge;
  }

  /** From the front of the queue what fits into one group; with it, where that is asked for, only its own workspace's. */
  function nextGroup(): Waiting[] {
    const group: Waiting[] = [];
    const rest: Waiting[] = [];
    const workspace = workspaceOf(waiting[0]);
    let count = 0;
    for (const request of waiting) {
      const fits = group.length === 0 || count + request.commands.length <= maxGroup;
      if (!fits || (isOneWorkspace && workspaceOf(request) !== workspace)) rest.push(request);
      else {
        group.push(request);
        count += request.commands.length;
      }
    }
    waiting = rest;
    waitingCommands -= count;
    return group;
  }

  function schedule(): void {
    const isFree = inFlight.size === 0 || (inFlight.size < lanes && waitingCommands >= WORTH_A_LANE);
    if (isScheduled || !isFree || waiting.length === 0) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      void commitNext();
    });
  }

  async function commitNext(): Promise<void> {
    const group = nextGroup();
    inFlight.add(group);
    schedule();
    await answer(group);
    inFlight.delete(group);
    schedule();
    if (waiting.length === 0 && inFlight.size === 0) drained?.();
  }

  async function answer(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await commit(group.flatMap((request) => request.commands));
      committedAt = now();
      let from = 0;
      for (const { commands, resolve } of group) {
        resolve(outcomes.slice(from, from + commands.length));
        from += commands.length;
      }
    } catch (error) {
      failedAt = now();
      for (const { reject } of group) reject(unwritten(error));
    }
    for (const { bytes: size } of group) bytes -= size;
  }

  return {
    submit(commands, size) {
      if (isClosed) return Promise.reject(unavailable('The collector is shutting down.'));
      if (isFull()) return Promise.reject(unavailable('The collector has more to store than it can.'));
      return new Promise((resolve, reject) => {
        waiting.push({ commands, bytes: size, since: now(), resolve, reject });
        waitingCommands += commands.length;
        bytes += size;
        schedule();
      });
    },
    state: () => ({
      waiting: waiting.length,
      bytes,
      oldest_age: oldestAge(),
      committed_at: committedAt,
      is_full: isFull(),
      failed_at: failedAt,
    }),
    close() {
      isClosed = true;
      if (waiting.length === 0 && inFlight.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        drained = resolve;
      });
    },
  };
}

function workspaceOf(request: Waiting | undefined): string | undefined {
  return request?.commands[0]?.workspace_id;
}

function unwritten(error: unknown): AppError {
  const message = `The store cannot write: ${error instanceof Error ? error.message : String(error)}`;
  return unavailable(message, error instanceof OutcomeUnknownError ? NOT_KNOWN : NOTHING_STORED);
}

const NOTHING_STORED = 'Nothing of this request was stored. Send it again with the same ids.';
const NOT_KNOWN = 'Whether this request was stored is not known. Send it again with the same ids.';

function unavailable(message: string, hint = NOTHING_STORED): AppError {
  return new AppError('unavailable', message, { hint, retry_after: RETRY_AFTER_SECONDS });
}
