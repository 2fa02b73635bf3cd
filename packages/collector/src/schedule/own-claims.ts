import type { JobClaims } from '../store/store.ts';

/** Where there is one collector, every job is its own; `now` gives ms UTC. */
export function createOwnClaims(now: () => number): JobClaims {
  const due = new Map<string, { at: number; note: string | null }>();
  return {
    async claim(name) {
      const { at, note } = due.get(name) ?? { at: 0, note: null };
      return now() < at ? null : { note };
    },
    async done(name, every, note) {
      due.set(name, { at: now() + every, note });
    },
  };
}
