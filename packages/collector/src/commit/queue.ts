import type { Command, Outcome } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';

export interface QueueOptions {
  /** Commits commands and answers for each in order; called again only after it has answered. */
  commit: (commands: readonly Command[]) => Promise<Outcome[]>;
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
   * the queue is full or closed, or the store cannot write: then none of them is stored.
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

/**
 * A bounded queue that drains itself in groups: whatever has come while the writer was busy is the next group, and
 * an idle writer starts at once. No timer delays anyone.
 */
export function createCommitQueue({ commit, maxBytes, maxAge, maxGroup, now }: QueueOptions): CommitQueue {
  let waiting: Waiting[] = [];
  let bytes = 0;
  let inFlight: Waiting[] = [];
  let committedAt: number | null = null;
  let failedAt: number | null = null;
  let isClosed = false;
  let drained: (() => void) | undefined;

  function oldestAge(): number {
    const oldest = inFlight[0] ?? waiting[0];
    return oldest ? now() - oldest.since : 0;
  }

  function isFull(): boolean {
    return bytes >= maxBytes || oldestAge() > maxAge;
  }

  function nextGroup(): Waiting[] {
    let count = 0;
    let taken = 0;
    for (const { commands } of waiting) {
      if (taken > 0 && count + commands.length > maxGroup) break;
      count += commands.length;
      taken += 1;
    }
    const group = waiting.slice(0, taken);
    waiting = waiting.slice(taken);
    return group;
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      inFlight = nextGroup();
      await answer(inFlight);
      inFlight = [];
    }
    drained?.();
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
      const message = error instanceof Error ? error.message : String(error);
      for (const { reject } of group) reject(unavailable(`The store cannot write: ${message}`));
    } finally {
      for (const request of group) bytes -= request.bytes;
    }
  }

  return {
    submit(commands, size) {
      if (isClosed) return Promise.reject(unavailable('The collector is shutting down.'));
      if (isFull()) return Promise.reject(unavailable('The collector has more to store than it can.'));
      return new Promise((resolve, reject) => {
        const isIdle = waiting.length === 0 && inFlight.length === 0;
        waiting.push({ commands, bytes: size, since: now(), resolve, reject });
        bytes += size;
        if (isIdle) setImmediate(drain);
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
      if (waiting.length === 0 && inFlight.length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        drained = resolve;
      });
    },
  };
}

function unavailable(message: string): AppError {
  return new AppError('unavailable', message, {
    hint: 'Nothing of this request was stored. Send it again with the same ids.',
    retry_after: RETRY_AFTER_SECONDS,
  });
}
