import { look } from '../../commit/look.ts';
import type { Draft } from '../../domain/draft.ts';
import type { Identifier, MarkRow } from '../../domain/identity.ts';
import { marks } from '../../domain/schema.ts';
import { deviceOf, isLinking, meets } from '../../rules/device.ts';
import { MARKS_AROUND } from '../../rules/marks.ts';
import { rootOf } from '../../rules/person.ts';
import type { Reader } from '../../store/store.ts';
import type { Person } from './person.ts';

/** Who was at a device at a time, and whether that was the person in question. */
export interface Moment {
  at: number;
  /** Roots of those who were there. */
  roots: Identifier[];
  is_theirs: boolean;
}

/** When a person was at a device. */
export interface Presence {
  /** At each of these times, which should lie near each other. */
  at(times: readonly number[]): Promise<Moment[]>;
  /**
   * For a time at which they were not there: a time before it, such that they were not there in between;
   * `undefined` where they never were before.
   */
  lastBefore(at: number): Promise<number | undefined>;
}

/** Marks that are looked through at once for the person's last. */
const MARKS_AT_ONCE = 256;
/** Times that are asked about with one window: of more, most marks would lie outside of what is read for it. */
const TIMES_AT_ONCE = 40;

export function presenceOf(reader: Reader, person: Person, visitorId: string): Presence {
  const { workspace_id, root } = person;
  const isRoot = (other: Identifier) => meets([root], [other]);

  /** The link of a mark, as far as it counts. */
  function isBelieved(draft: Draft, { kind, value, trusted }: MarkRow): boolean {
    return kind !== 'reset' && isLinking(draft, workspace_id, visitorId, { target: { kind, value }, trusted });
  }

  function standings(draft: Draft, times: readonly number[]): Moment[] {
    const window = { from: Math.min(...times), to: Math.max(...times) };
    const device = deviceOf(draft, workspace_id, visitorId, window);
    return times.map((at) => {
      const { roots } = device.standingAt(at, false);
      return { at, roots, is_theirs: root.kind === 'visitor' ? roots.length === 0 : roots.some(isRoot) };
    });
  }

  function isOwn(draft: Draft, mark: MarkRow): boolean {
    const { kind, value } = mark;
    return kind !== 'reset' && isRoot(rootOf(draft, workspace_id, { kind, value })) && isBelieved(draft, mark);
  }

  function lastIn(draft: Draft, at: number): number | undefined {
    const lines = [true, false].map((trusted) =>
      draft.latest<MarkRow>(marks, 'key', [workspace_id, visitorId, trusted], { to: at - 1, limit: MARKS_AT_ONCE }),
    );
    const read = lines.flat().sort((a, b) => b.occurred_at - a.occurred_at);
    const last = read.find((mark) => isOwn(draft, mark))?.occurred_at;
    // Marks that were not read can matter to times near those that were, and to no others.
    const unread = lines
      .filter((line) => line.length === MARKS_AT_ONCE && (line.at(-1)?.occurred_at ?? 0) > (last ?? 0))
      .map((line) => line[MARKS_AT_ONCE - 1 - MARKS_AROUND]?.occurred_at ?? at - 1);
    if (last === undefined) return unread.length > 0 ? Math.max(...unread) : undefined;
    // They stayed until the device was left, and were gone before another came.
    const since = read.filter(({ occurred_at }) => occurred_at > last);
    // Among marks that do not count it cannot be told without looking at each time.
    if (!since.every((mark) => mark.kind === 'reset' || isBelieved(draft, mark))) return at - 1;
    const next = since.at(-1)?.occurred_at;
    const isLeft = since.some((mark) => mark.kind === 'reset' && mark.occurred_at === next);
    return Math.max(isLeft && next !== undefined ? next : last, ...unread);
  }

  return {
    at(times) {
      const slices: (readonly number[])[] = [];
      for (let from = 0; from < times.length; from += TIMES_AT_ONCE)
        slices.push(times.slice(from, from + TIMES_AT_ONCE));
      return look(reader, (draft) => slices.flatMap((slice) => standings(draft, slice)));
    },

    lastBefore(at) {
      // Those who never say who they are leave no mark to go back to.
      return root.kind === 'visitor' ? Promise.resolve(at - 1) : look(reader, (draft) => lastIn(draft, at));
    },
  };
}

/** `true` where somebody left the device after a time, and before another. */
export function wasLeft(
  draft: Draft,
  workspaceId: string,
  visitorId: string,
  { from, before }: { from: number; before: number },
): boolean {
  const bounds = { from, to: before - 1, limit: MARKS_AROUND };
  const between = draft.earliest<MarkRow>(marks, 'key', [workspaceId, visitorId, false], bounds);
  return between.some(({ kind }) => kind === 'reset');
}
