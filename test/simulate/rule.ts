import type { Command } from '../../packages/collector/src/domain/command.ts';
import type { Identifier } from '../../packages/collector/src/domain/identity.ts';

/** What a rule makes of what was heard. Persons are named by text, which is the same for the same person. */
export interface Judgement {
  /** Ids of the touches that led to the sale with an order, all that were found. */
  touchesOf(order: string): ReadonlySet<string>;
  /** The person that an identifier, which is no browser's, belongs to. */
  personOf(identifier: Identifier): string;
  /** The person that a browser belonged to at a time; `null` where to nobody. */
  ownerOf(visitorId: string, at: number): string | null;
  close(): Promise<void>;
}

/** A way to tell who is who and which touches led to a sale. */
export type Rule = (commands: readonly Command[]) => Promise<Judgement>;
