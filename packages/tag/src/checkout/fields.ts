import { clickIds as knownClickIds, ownClickId } from '../arrival/click-ids.ts';
import { words } from '../arrival/words.ts';
import type { Tag } from '../features/feature.ts';
import type { Visitor } from '../visitor/visitor.ts';
import { fieldValue } from './field-value.ts';

/** Which fields are to be filled, and with what. */
export const fieldMark = 'data-clickstitch';

/**
 * Fills a marked field with what is known of the visitor, so that a form carries it to the site's own server; `undefined` says
 * that nobody may be known, and takes out again what was filled in. No event is dispatched: see docs/checkout.md.
 */
export function createFields({
  _options,
  _note,
}: Pick<Tag, '_options' | '_note'>): (field: HTMLInputElement, visitor: Visitor | undefined) => void {
  const clickIds = words([knownClickIds, ownClickId, _options.clickIds]);
  const filled = new WeakMap<HTMLInputElement, string>();
  const unknown = new Set<string>();

  return (field, visitor) => {
    const name = field.getAttribute(fieldMark) as string;
    const value = fieldValue(name, visitor, clickIds);
    if (value === undefined) {
      if (!unknown.has(name)) _note('dropped', field, `${fieldMark}="${name}" names nothing that is known`);
      unknown.add(name);
      return;
    }
    // What can be seen is the visitor's as soon as they have changed it. What is hidden is the tag's alone, for whoever draws
    // the page may have emptied it, and a browser that loads it again may have put back what was there before.
    if (field.type !== 'hidden' && field.value !== (filled.get(field) ?? '')) return;
    if (field.value !== value) field.value = value;
    filled.set(field, value);
  };
}
