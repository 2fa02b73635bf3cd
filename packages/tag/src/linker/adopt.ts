import type { Tag } from '../features/feature.ts';
import type { HandedOver } from './handed-over.ts';
import { mergedVisitor } from './merged-visitor.ts';

/**
 * Has the tag find a visitor that another site has handed over as if the cookie had held them too. So nothing is kept or sent
 * before the visitor agrees to it; and whoever refuses is not known by it later.
 */
export function createAdoption(tag: Tag): (given: HandedOver) => void {
  const { _cookie } = tag;
  const read = _cookie._read;
  let theirs: HandedOver | undefined;

  _cookie._read = () => {
    const ours = read();
    return theirs ? mergedVisitor(ours, theirs) : ours;
  };
  tag._onConsent.push(({ analytics }) => {
    if (analytics && !tag._may('analytics')) theirs = undefined;
  });

  return (given) => {
    theirs = theirs ? mergedVisitor(theirs, given) : given;
    if (!tag._isOpen() || !tag._may('analytics')) return;
    // Too late for the page's own id, under which events have been sent; the touches are still worth having.
    const { first, last } = mergedVisitor(tag._visitor(), given);
    tag._remember({ first, last });
  };
}
