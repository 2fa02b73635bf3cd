/**
 * What can happen to a call, or to something else that the tag does:
 *
 * - `held`: it waits for the start or for consent
 * - `done`: it was carried out, and makes no event
 * - `ignored`: it says nothing, or nothing that the tag knows
 * - `left_out`: a part of the event goes nowhere
 * - `dropped`: the event goes nowhere
 * - `waiting`: the event is about to be sent
 * - `not_stored`: the browser did not take what was to be kept
 * - `forwarded`, `not_forwarded`: another vendor's pixel was told of the event, or was not
 * - `sent`, `taken`, `refused`, `failed`, `given_up`, `error`: as the tag's notes have it
 */
export type What =
  | 'held'
  | 'done'
  | 'ignored'
  | 'left_out'
  | 'dropped'
  | 'waiting'
  | 'not_stored'
  | 'forwarded'
  | 'not_forwarded'
  | 'sent'
  | 'taken'
  | 'refused'
  | 'failed'
  | 'given_up'
  | 'error';

/** The reason of a request that met no answer; why that is may become known later. */
export const noAnswer = 'no_answer';

export interface Happening {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly what: What;
  /** In words; or {@link noAnswer}. */
  readonly why?: string | undefined;
}

/** A call, or something else that the tag does, and what became of it. */
export interface Entry {
  /** When the page made the call, milliseconds UTC. */
  readonly at: number;
  /** Where. */
  readonly url: string;
  readonly verb: string;
  /** The event's name, or whatever else tells it best. */
  readonly name: string;
  /** What the page handed in, as it was then; left out where the page did not call. */
  readonly args?: readonly unknown[];
  /** Who did it, if not the page. */
  readonly by?: 'tag' | 'earlier_page';
  /** The event as it is sent. */
  event?: Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string };
  readonly happened: Happening[];
}

/** What says nothing of where the event itself has come to. */
export const asides: ReadonlySet<What> = new Set<What>(['left_out', 'not_stored', 'forwarded', 'not_forwarded']);

/** What became of it so far. That a part was left out, not stored or told to others is not the end of it. */
export function verdictOf({ happened }: Entry): What {
  const decisive = happened.filter(({ what }) => !asides.has(what));
  return (decisive.slice(-1)[0] ?? happened.slice(-1)[0])?.what ?? 'done';
}

/** Whether more may become of it. */
export function isUnderWay(entry: Entry): boolean {
  return /held|waiting/.test(verdictOf(entry)) || (!!entry.event && verdictOf(entry) === 'failed');
}

/** How often its request failed. */
export const failuresOf = ({ happened }: Entry): number => happened.filter(({ what }) => what === 'failed').length;
