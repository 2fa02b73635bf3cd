import type { Reader } from '../../store/store.ts';
import type { ListQuestion } from './list-question.ts';
import { matching } from './matching.ts';
import type { Place } from './places.ts';
import { COUNTED, countOf, type Total } from './totals.ts';
import { shownTrait, type Traits } from './traits.ts';

/** Places of a list, and how many it has in all. */
export interface ListedPlaces extends Total {
  places: readonly Pick<Place, 'id'>[];
}

/** A list in the order of time, from a place on. */
export async function listInTime(
  reader: Reader,
  question: ListQuestion,
  traits: Traits,
  after: Place | null,
  count: number,
): Promise<ListedPlaces> {
  const { offset } = question;
  const [first = shownTrait(reader, question), ...others] = traits.all;
  if (others.length === 0) {
    const [places, total] = await Promise.all([first.next(after, count, offset), countOf(reader, question, traits)]);
    return { places, ...total };
  }
  const places: Place[] = [];
  let seen = 0;
  let spent = 0;
  for await (const found of matching([first, ...others], after, offset + count)) {
    places.push(...found.places.slice(Math.max(0, offset - seen)).slice(0, count - places.length));
    seen += found.places.length;
    spent += found.work;
    if (places.length < count) continue;
    if (after) break;
    if (seen > COUNTED.places || spent > COUNTED.work) {
      return { places, ...(await countOf(reader, question, traits, { total: seen, total_is_exact: false })) };
    }
  }
  return { places, ...(after ? await countOf(reader, question, traits) : { total: seen, total_is_exact: true }) };
}
