import type { ConversionRow, NamingRow, TokenRow } from '../../domain/conversion.ts';
import { type Identifier, identifierKey, nodeOf } from '../../domain/identity.ts';
import { namings, tokens } from '../../domain/schema.ts';
import { searchTokens } from '../../domain/search.ts';
import type { Cell } from '../../domain/table.ts';
import { wordsOf } from '../../rules/search-tokens.ts';
import type { Bounds, Reader } from '../../store/store.ts';
import { type ListQuestion, timesOf } from './list-question.ts';
import { MANY } from './route.ts';
import { type Candidate, candidateOf, nextWithWord } from './word-order.ts';

/** What words and identifiers leave of all conversions. */
export interface Candidates {
  /** Those that have all that is rare; `null` where nothing that is asked for is. */
  found: readonly Candidate[] | null;
  /** `true` where nothing that is asked for is common. */
  isComplete: boolean;
  /** `true` where the newest of the first thing that is asked for are those of all. */
  isOne: boolean;
  /** Has what is common, which is asked of each row. */
  isMatch: (row: ConversionRow) => boolean;
  /** Some that have the first thing that is asked for, in the list's order of time. */
  next: Trait['next'];
}

/** Something that conversions are found by beside their columns. */
interface Trait {
  count(): Promise<number>;
  read(): Promise<Candidate[]>;
  /** Behind a place, which is a time and an id. */
  next(after: readonly Cell[] | null, limit: number): Promise<Candidate[]>;
  isOf(row: ConversionRow): boolean;
}

/** `null` where neither words nor identifiers are asked for. */
export async function candidatesOf(reader: Reader, question: ListQuestion): Promise<Candidates | null> {
  const people = question.named.map((identifier) => personTrait(reader, question, identifier));
  const words = searchTokens(question.search ?? '').map((word) => wordTrait(reader, question, word));
  const traits = [...people, ...words];
  const [first] = traits;
  if (!first) return null;
  const counts = await Promise.all(traits.map((trait) => trait.count()));
  const rare = traits.filter((_, at) => (counts[at] ?? 0) <= MANY);
  const common = traits.filter((trait) => !rare.includes(trait));
  return {
    found: rare.length > 0 ? inAll(await Promise.all(rare.map((trait) => trait.read()))) : null,
    isComplete: common.length === 0,
    isOne: words.length === 1 && people.length === 0,
    isMatch: (row) => common.every((trait) => trait.isOf(row)),
    next: first.next,
  };
}

function wordTrait(reader: Reader, question: ListQuestion, word: string): Trait {
  const { workspace_id, from, to } = question;
  const within = { from: [word], to: [`${word}\u{10ffff}`] };
  return {
    count: () => reader.tally(tokens, 'key', [workspace_id], within, MANY + 1),
    async read() {
      const rows = await reader.range<TokenRow>(tokens, 'key', [workspace_id], { ...within, order: 'ascending' });
      return rows
        .filter(({ occurred_at: at }) => (from === null || at >= from) && (to === null || at <= to))
        .map(candidateOf);
    },
    next: (after, limit) => nextWithWord(reader, question, word, after, limit),
    isOf: (row) => wordsOf(row).some((token) => token.startsWith(word)),
  };
}

function personTrait(reader: Reader, question: ListQuestion, identifier: Identifier): Trait {
  const { kind, value } = nodeOf(identifier);
  const prefix = [question.workspace_id, kind, value];
  const within = timesOf(question);
  const key = identifierKey({ kind, value });
  const read = async (bounds: Bounds) =>
    (await reader.range<NamingRow>(namings, 'key', prefix, { ...within, ...bounds })).map(candidateOf);
  return {
    count: () => reader.tally(namings, 'key', prefix, within, MANY + 1),
    read: () => read({ order: 'ascending' }),
    next: (after, limit) => read({ order: question.order, after: after ?? undefined, limit }),
    isOf: (row) => row.identifiers.some((one) => identifierKey(nodeOf(one)) === key),
  };
}

/** Those that are in every list, each once. */
function inAll(lists: readonly (readonly Candidate[])[]): Candidate[] {
  const [first = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
  const ids = others.map((list) => new Set(list.map(({ id }) => id)));
  const kept = first.filter(({ id }) => ids.every((known) => known.has(id)));
  return [...new Map(kept.map((candidate) => [candidate.id, candidate])).values()];
}
