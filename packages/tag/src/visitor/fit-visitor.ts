import { isWhole } from '../build.ts';
import type { Visitor } from './visitor.ts';

/**
 * What is left out where there is no room for it, the least missed first; of a URL only the query. Click ids are nearly
 * the last, for without them no sale can be reported to anyone; the first touch goes before those of the last.
 */
const leftOut = ['url', 'referrer', 'utm', 'first', 'user_id', 'click_ids', 'last'];

/**
 * The visitor as JSON that takes no more than `maxLength` characters when it is percent-encoded, whatever a landing URL or
 * the page has put into it.
 */
export function fitVisitor(visitor: Visitor, maxLength: number): string {
  for (let step = 0; ; step++) {
    const without = leftOut.slice(0, step);
    const json = JSON.stringify(visitor, (key, value) => {
      if (!without.includes(key)) return value;
      return key === 'url' ? value?.replace?.(/[?#].*/s, '').slice(0, 200) : undefined;
    });
    if (encodeURIComponent(json).length <= maxLength) return json;
    // Something that does not belong to it.
    if (isWhole && step > leftOut.length) return JSON.stringify({ visitor_id: visitor.visitor_id, ts: visitor.ts });
  }
}
