import { MARKS } from './wire-event.ts';

type SlotKind = keyof typeof MARKS;

/** Numbers for what is written into a request before it is sent. */
export const SLOT: Readonly<Record<SlotKind, number>> = {
  visitor: 0,
  event: 1,
  arrival: 2,
  order: 3,
  event_time: 4,
  arrival_time: 5,
  sent_at: 6,
};

/** A request's bytes and the places in it that are written anew each time. */
export interface Template {
  bytes: Buffer;
  /** Where the body begins. */
  body_at: number;
  /** Triples: what is written, where in `bytes`, index of the event in the batch. */
  slots: Int32Array;
}

const EVENT_BEGINS = '"id":"';
const MARK = new RegExp(`${Object.values(MARKS).join('|')}|${EVENT_BEGINS}(?=~event|purchase)`, 'g');
const SLOT_OF_MARK = new Map(Object.entries(MARKS).map(([kind, mark]) => [mark as string, SLOT[kind as SlotKind]]));

/** An HTTP request with this body, as a browser on another origin sends it. */
export function createTemplate(body: string): Template {
  const head = [
    'POST /e HTTP/1.1',
    'Host: collect.shop.example',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Content-Type: text/plain;charset=UTF-8',
    'Accept: */*',
    'Origin: https://www.shop.example',
    `Content-Length: ${body.length}`,
    '',
    '',
  ].join('\r\n');
  const text = head + body;
  const bytes = Buffer.from(text);
  // Places are counted in characters and used as bytes.
  if (bytes.length !== text.length) throw new Error('a template must be ASCII');

  const slots: number[] = [];
  let event = -1;
  for (const { 0: mark, index } of text.matchAll(MARK)) {
    const slot = SLOT_OF_MARK.get(mark);
    if (slot === undefined) event += 1;
    else slots.push(slot, index, event);
  }
  return { bytes, body_at: head.length, slots: Int32Array.from(slots) };
}
