import { neverThrows } from '../browser/never-throws.ts';
import type { TakeNote } from '../browser/notes.ts';
import type { PageWindow } from '../browser/page-window.ts';
import { isWhole } from '../build.ts';
import { settled, type Transport, tooMuch } from './transport.ts';

/** How long an event waits for others to share its request. */
const coalesceMs = 200;

/** After so many failures in a row what was sent is given up, for an ad blocker would say no for ever. */
const maxFailures = 5;

/** Events in a batch: of usual ones so many are within a third of the keepalive budget. */
const maxEvents = 20;

/** Batches that are sent beside each other, but when the page ends: a page that tells a great deal tells it bit by bit. */
const maxUnderWay = 4;

/** Something that waits to be sent. */
export interface Queued {
  /** The event as JSON. */
  readonly _json: string;
  /** Whose it is; a batch is one visitor's. */
  readonly _visitorId: string;
  /** 1: it goes at once and first, and all that waits goes with it. */
  readonly _urgency: number;
  /** Called once the collector has answered. */
  _onSettled?: (() => void) | undefined;
}

export type Queue = (event: Queued) => void;

/**
 * Gathers events into batches, and sends those again that failed, while the page lives. When the page may be about to end,
 * all goes that waits, and what comes later goes at once.
 */
export function createQueue(page: PageWindow, send: Transport, key: string, note: TakeNote): Queue {
  const waiting: Queued[] = [];
  let failures = 0;
  let pauses = 0;
  let underWay = 0;
  let isLeaving = false;

  async function sendBatch(batch: Queued[]): Promise<void> {
    const { _visitorId: visitor_id } = batch[0] as Queued;
    const isMixed = isWhole && batch.some(({ _visitorId }) => _visitorId !== visitor_id);
    const envelope = JSON.stringify({ v: 1, key, visitor_id, sent_at: Date.now() }).slice(0, -1);
    const body = `${envelope},"events":[${batch.map(({ _json }) => _json)}]}`;
    const outcome = isMixed ? tooMuch : await send(body, isWhole && batch.length > 1, isWhole && isLeaving);
    if (isWhole && outcome === tooMuch) {
      for (const event of batch) sendBatch([event]);
      return;
    }
    // What failed together has failed once.
    failures = outcome < 0 ? 0 : isWhole && pauses ? failures || 1 : (failures % maxFailures) + 1;
    if (isWhole && outcome === settled) for (const { _onSettled } of batch) if (_onSettled) neverThrows(_onSettled)();
    if (outcome < 0) return;
    if (failures === maxFailures) note('given_up', batch);
    else waiting.unshift(...batch);
    pauses++;
    const goOn = () => {
      pauses--;
      flush();
    };
    // Full jitter: the browsers that failed together shall not come back together.
    page.setTimeout(goOn, outcome + Math.random() * 1000 * 2 ** failures);
  }

  function resume(): void {
    underWay--;
    flush();
  }

  function flush(isForced?: unknown): void {
    // Whom the server told to wait, waits, new events too; but a page that leaves has no later.
    if (pauses && !isForced) return;
    // What the browser has room for goes to what matters most.
    if (isWhole) waiting.sort((a, b) => b._urgency - a._urgency);
    while (waiting[0] && (!isWhole || isForced || underWay < maxUnderWay || waiting[0]._urgency)) {
      const sending = sendBatch(waiting.splice(0, maxEvents));
      if (isWhole) {
        underWay++;
        sending.then(resume);
      }
    }
  }

  // `visibilitychange` is the last event that a phone is sure to fire; Safari needs `pagehide` too. In the capture phase, where
  // the page cannot stop them. Never `unload`, which keeps a page out of the back/forward cache.
  const leave = ({ type }: Event) => {
    isLeaving = type === 'pagehide' || page.document.hidden;
    if (isLeaving) flush(isLeaving);
  };
  page.document.addEventListener('visibilitychange', leave, true);
  page.addEventListener('pagehide', leave, true);
  // What failed did so because there was no network.
  if (isWhole) page.addEventListener('online', flush);

  return (event) => {
    waiting.push(event);
    if (event._urgency || isLeaving) flush(isLeaving);
    else page.setTimeout(flush, coalesceMs);
  };
}
