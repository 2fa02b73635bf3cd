import { identifierKey, nodeOf } from '../../domain/identity.ts';
import { conversions, namings } from '../../domain/schema.ts';
import { searchTokens } from '../../domain/search.ts';
import type { Reader } from '../../store/store.ts';
import { type Filter, filtersOf, indexOf, isInTime, type ListQuestion, type Sort } from './list-question.ts';
import { entriesTrait, type Trait } from './trait.ts';
import { type WordTrait, wordTrait } from './word-trait.ts';

/** As many entries are counted to see what is rarer. */
const MEASURED = 50_000;

/** What a list is narrowed by, the rarest first. */
export interface Traits {
  all: readonly Trait[];
  /** How many entries the first has, counted no further than `MEASURED`. */
  least: number;
  words: readonly WordTrait[];
}

const SHOWN = { deleted_at: null };

/** Every conversion that is shown. */
export function shownTrait(reader: Reader, question: ListQuestion): Trait {
  return entriesTrait(reader, question, {
    ...{ table: conversions, index: 'time', prefix: [question.workspace_id], where: SHOWN },
  });
}

/** What is empty in a column, of all that is shown. */
export function emptyTrait(reader: Reader, question: ListQuestion): Trait {
  const where = { ...SHOWN, [question.sort]: null };
  const trait = entriesTrait(reader, question, {
    ...{ table: conversions, index: 'time', prefix: [question.workspace_id], where },
  });
  // The index does not say it, so that each row is read: only those that are asked for.
  return { ...trait, between: async () => null };
}

/** What has a value in a column. */
export function columnTrait(reader: Reader, question: ListQuestion, column: Filter | Sort, value: string): Trait {
  return entriesTrait(reader, question, {
    ...{ table: conversions, index: indexOf(column), prefix: [question.workspace_id, value], where: SHOWN },
  });
}

export async function traitsOf(reader: Reader, question: ListQuestion): Promise<Traits> {
  const { workspace_id, named, search } = question;
  const filters = filtersOf(question).map(([filter, value]) => columnTrait(reader, question, filter, value));
  const nodes = new Map(named.map((identifier) => [identifierKey(nodeOf(identifier)), nodeOf(identifier)]));
  const people = [...nodes.values()].map(({ kind, value }) =>
    entriesTrait(reader, question, { table: namings, index: 'key', prefix: [workspace_id, kind, value] }),
  );
  const sought = searchTokens(search ?? '');
  const isAlone = sought.length + filters.length + people.length === 1 && isInTime(question);
  const words = await Promise.all(sought.map((word) => wordTrait(reader, question, word, isAlone)));
  const measured = await Promise.all(
    [...filters, ...people, ...words].map(async (trait) => ({ trait, size: await trait.size(MEASURED + 1) })),
  );
  const isWide = (trait: Trait) => Number((words as readonly Trait[]).includes(trait) && (trait as WordTrait).isWide);
  measured.sort((a, b) => isWide(a.trait) - isWide(b.trait) || a.size - b.size);
  const all = measured.map(({ trait }) => trait);
  // Names outlive what they name; columns and words tell themselves what is shown.
  if (people.length > 0 && people.length === all.length) all.push(shownTrait(reader, question));
  return { all, least: measured[0]?.size ?? Number.POSITIVE_INFINITY, words };
}
