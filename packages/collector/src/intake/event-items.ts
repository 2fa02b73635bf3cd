import type { Incoming } from './incoming.ts';

const MAX_ITEMS = 200;
/** Bytes of JSON of all items together. */
const MAX_BYTES = 32_768;

/** What was bought. A cart may be of any size: of one that is too large the first items are kept, and the sale is whole. */
export function putItems({ given, body, notes }: Incoming): undefined {
  if (!given.items || given.items.length === 0) return;
  const items: Record<string, unknown>[] = [];
  let bytes = 0;
  for (const item of given.items.slice(0, MAX_ITEMS)) {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes > MAX_BYTES) break;
    items.push(item);
  }
  if (items.length > 0) body.items = items;
  if (items.length < given.items.length) notes.push('items_cut');
}
