import type { JobClaims } from '../store/store.ts';

/** Something that is done by the clock, by one collector of all that share a database. */
export interface Job {
  name: string;
  /** Milliseconds from one run to the next. */
  every: number;
  /** Gets what its last run returned, wherever that was; `null` at first. */
  run(note: string | null): Promise<string | null>;
}

export interface JobCounts {
  runs: number;
  failures: number;
}

export interface Scheduler {
  /** What this collector did, by job. */
  counts(): Readonly<Record<string, JobCounts>>;
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

export interface SchedulerOptions {
  jobs: readonly Job[];
  claims: JobClaims;
  onFailure: (job: string, error: unknown) => void;
}

/** Whoever has taken a job and is not done with it in this time is taken for dead. */
const HELD_FOR = 60_000;
/** So often, at most and at least, a collector looks whether a job is due. */
const LOOKS_PER_PERIOD = 5;
const LONGEST_PAUSE = 30_000;

/**
 * Does each job when it is due, where no other collector does. A collector that dies with a job leaves it to the others
 * after a minute; one that fails leaves it for the next time.
 */
export function startScheduler({ jobs, claims, onFailure }: SchedulerOptions): Scheduler {
  const counts = Object.fromEntries(jobs.map(({ name }): [string, JobCounts] => [name, { runs: 0, failures: 0 }]));
  const running = new Set<Promise<void>>();

  async function look(job: Job, count: JobCounts): Promise<void> {
    try {
      const claim = await claims.claim(job.name, HELD_FOR);
      if (!claim) return;
      const note = await job.run(claim.note);
      await claims.done(job.name, job.every, note);
      count.runs += 1;
    } catch (error) {
      count.failures += 1;
      onFailure(job.name, error);
    }
  }

  const timers = jobs.map((job) => {
    let isRunning = false;
    return setInterval(
      () => {
        const count = counts[job.name];
        if (isRunning || !count) return;
        isRunning = true;
        const run = look(job, count).finally(() => {
          isRunning = false;
          running.delete(run);
        });
        running.add(run);
      },
      Math.min(job.every / LOOKS_PER_PERIOD, LONGEST_PAUSE),
    );
  });

  return {
    counts: () => counts,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}
