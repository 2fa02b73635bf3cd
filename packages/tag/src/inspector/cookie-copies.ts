import type { Tag } from '../features/feature.ts';

/** All cookies of the tag's name that the page may read, as they are: on different domains there may be several. */
export const copiesOf = ({ _cookie }: Pick<Tag, '_cookie'>): string[] =>
  _cookie
    ._all()
    .split('; ')
    .filter((cookie) => cookie.startsWith('_cst='));
