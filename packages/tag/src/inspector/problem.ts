import type { Entry } from './entry.ts';
import type { Situation } from './situation.ts';

/** Something that is wrong. */
export interface Problem {
  readonly title: string;
  /** What to do, or where to look. */
  readonly remedy: string;
}

/** Looks for problems of one kind. */
export type FindProblems = (
  entries: readonly Entry[],
  situation: Situation,
  say: (title: string, remedy: string) => void,
) => void;
