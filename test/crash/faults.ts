/** What was found that must never be. */
export interface Faults {
  /** Something that was acknowledged is missing, whole or in part. */
  lost(what: string): void;
  /** Something is stored more than once. */
  doubled(what: string): void;
  /** Something is stored without what belongs to it. */
  half(what: string): void;
  count(kind: FaultKind): number;
  /** The first of them. */
  inWords(): string[];
}

export type FaultKind = 'lost' | 'doubled' | 'half';

const SHOWN = 50;

export function createFaults(): Faults {
  // What is missing is missing at every later look too, and counts once.
  const found: Record<FaultKind, Set<string>> = { lost: new Set(), doubled: new Set(), half: new Set() };
  const note = (kind: FaultKind) => (what: string) => {
    found[kind].add(what);
  };
  return {
    lost: note('lost'),
    doubled: note('doubled'),
    half: note('half'),
    count: (kind) => found[kind].size,
    inWords: () =>
      Object.entries(found)
        .flatMap(([kind, all]) => [...all].map((what) => `${kind}: ${what}`))
        .slice(0, SHOWN),
  };
}
