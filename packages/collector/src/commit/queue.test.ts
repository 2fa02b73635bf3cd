import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command, Outcome } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { createCommitQueue, type QueueOptions } from './queue.ts';

const command = (id: string) => ({ kind: 'revoke_key', workspace_id: 'w', id, recorded_at: 0, key_id: 'k' }) as const;

/** A writer whose groups are answered by hand. */
function createStage(options: Partial<QueueOptions> = {}) {
  const groups: { ids: string[]; answer(): void; fail(error: Error): void }[] = [];
  let now = 1_000;
  const queue = createCommitQueue({
    commit: (commands: readonly Command[]) =>
      new Promise<Outcome[]>((resolve, reject) => {
        groups.push({
          ids: commands.map(({ id }) => id),
          answer: () => resolve(commands.map(({ id }) => ({ status: 'refused', code: 'invalid', message: id }))),
          fail: reject,
        });
      }),
    lanes: 1,
    isOneWorkspace: false,
    maxBytes: 100,
    maxAge: 1_000,
    maxGroup: 3,
    now: () => now,
    ...options,
  });
  const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return {
    queue,
    groups,
    settled,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

const isUnavailable = (error: unknown) =>
  error instanceof AppError && error.code === 'unavailable' && Number(error.detail.retry_after) > 0;

describe('the commit queue', () => {
  test('makes one group of what comes while the writer is busy, and answers each its own', async () => {
    const { queue, groups, settled } = createStage();
    const first = queue.submit([command('a')], 1);
    await settled();
    const others = [
      queue.submit([command('b')], 1),
      queue.submit([command('c'), command('d')], 1),
      queue.submit([command('e')], 1),
    ];
    groups[0]?.answer();
    await first;
    await settled();
    assert.deepEqual(
      groups.map(({ ids }) => ids),
      [['a'], ['b', 'c', 'd']],
    );
    groups[1]?.answer();
    await settled();
    groups[2]?.answer();
    const answers = await Promise.all(others);
    assert.deepEqual(
      answers.map((outcomes) => outcomes.map((outcome) => outcome.status === 'refused' && outcome.message)),
      [['b'], ['c', 'd'], ['e']],
    );
    assert.equal(queue.state().bytes, 0);
  });

  test('a request larger than a group is committed whole', async () => {
    const { queue, groups, settled } = createStage();
    const large = queue.submit(['a', 'b', 'c', 'd', 'e'].map(command), 1);
    await settled();
    assert.equal(groups[0]?.ids.length, 5);
    groups[0]?.answer();
    assert.equal((await large).length, 5);
  });

  test('refuses beyond its bytes, and takes more when they are stored', async () => {
    const { queue, groups, settled } = createStage();
    const first = queue.submit([command('a')], 100);
    await assert.rejects(queue.submit([command('b')], 1), isUnavailable);
    await settled();
    groups[0]?.answer();
    await first;
    const second = queue.submit([command('b')], 1);
    await settled();
    groups[1]?.answer();
    await second;
  });

  test('refuses when the oldest has waited too long', async () => {
    const { queue, groups, settled, wait } = createStage();
    const first = queue.submit([command('a')], 1);
    await settled();
    wait(1_000);
    assert.equal(queue.state().is_full, false);
    wait(1);
    assert.equal(queue.state().is_full, true);
    await assert.rejects(queue.submit([command('b')], 1), isUnavailable);
    groups[0]?.answer();
    await first;
  });

  test('when the store cannot write, everyone in the group is told to come again, and the next group is tried', async () => {
    const { queue, groups, settled } = createStage();
    const first = assert.rejects(queue.submit([command('a')], 1), isUnavailable);
    await settled();
    groups[0]?.fail(new Error('disk full'));
    await first;
    assert.equal(queue.state().failed_at, 1_000);
    assert.equal(queue.state().bytes, 0);
    const second = queue.submit([command('b')], 1);
    await settled();
    groups[1]?.answer();
    await second;
  });

  test('closing answers what was taken and takes no more', async () => {
    const { queue, groups, settled } = createStage();
    const first = queue.submit([command('a')], 1);
    const closed = queue.close();
    await assert.rejects(queue.submit([command('b')], 1), isUnavailable);
    await settled();
    groups[0]?.answer();
    await first;
    await closed;
  });
});
