import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command, Outcome } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { createCommitQueue, type QueueOptions } from './queue.ts';

/** Of the workspace that comes before a slash in its name, where there is one. */
const command = (id: string) => {
  const workspace_id = id.slice(0, Math.max(0, id.indexOf('/'))) || 'w';
  return { kind: 'revoke_key', workspace_id, id, recorded_at: 0, key_id: 'k' } as const;
};

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

  test('keeps workspaces apart where groups are of one, each in its order', async () => {
    const { queue, groups, settled } = createStage({ isOneWorkspace: true, maxGroup: 10 });
    const all = ['one/a', 'two/a', 'one/b', 'two/b'].map((name) => queue.submit([command(name)], 1));
    await settled();
    groups[0]?.answer();
    await settled();
    groups[1]?.answer();
    await Promise.all(all);
    assert.deepEqual(
      groups.map(({ ids }) => ids),
      [
        ['one/a', 'one/b'],
        ['two/a', 'two/b'],
      ],
    );
  });

  test('fills a second lane when much is waiting, and never a third', async () => {
    const { queue, groups, settled } = createStage({ lanes: 2, maxGroup: 150, maxBytes: 1_000 });
    const submit = (count: number) =>
      queue.submit(
        Array.from({ length: count }, (_, at) => command(`w/${at}`)),
        1,
      );
    const all = [submit(1)];
    await settled();
    all.push(submit(1));
    await settled();
    assert.equal(groups.length, 1, 'what is little waits');
    all.push(submit(120), submit(120), submit(120));
    await settled();
    assert.equal(groups.length, 2, 'both lanes are busy');
    groups[1]?.answer();
    await settled();
    assert.equal(groups.length, 3);
    groups[0]?.answer();
    groups[2]?.answer();
    await settled();
    groups[3]?.answer();
    await Promise.all(all);
    assert.deepEqual(
      groups.map(({ ids }) => ids.length),
      [1, 121, 120, 120],
    );
  });
});
