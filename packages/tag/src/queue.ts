import { onLeave } from './on-leave.ts';
import type { PageWindow } from './page-window.ts';
import type { Transport } from './transport.ts';

/** How long an event waits for others to share its request. */
const coalesceMs = 200;

/** After so many failures in a row a batch is given up, for an ad blocker would say no for ever. */
const maxFailures = 5;

/** Characters of JSON in a batch. None takes more than three bytes, so a batch is always within the keepalive budget. */
const maxLength = 16_000;

/** Adds an event, given as JSON. An urgent one goes at once, and all that waits goes with it. */
export type Queue = (event: string, urgent: unknown) => void;

/**
 * Gathers events into batches, and sends those again that failed, while the page lives. When the page may be about to end,
 * all goes that waits, and what comes later goes at once.
 */
export function createQueue(page: PageWindow, send: Transport, toBody: (events: string) => string): Queue {
  let batches: string[] = [];
  let failures = 0;
  let pauses = 0;
  let isLeaving = false;

  function flush(): void {
    // Whom the server told to wait, waits, new events too; but a page that leaves has no later.
    if (pauses && !isLeaving) return;
    const sending = batches;
    batches = [];
    sending.forEach(async (batch) => {
      const waitMs = await send(toBody(batch));
      failures = waitMs === undefined ? 0 : (failures + 1) % maxFailures;
      if (!failures) return;
      batches.unshift(batch);
      pauses++;
      const resume = () => {
        pauses--;
        flush();
      };
      // Full jitter: the browsers that failed together shall not come back together.
      page.setTimeout(resume, (waitMs as number) + Math.random() * 1000 * 2 ** failures);
    });
  }

  onLeave(page, (leaving) => {
    isLeaving = leaving;
    if (isLeaving) flush();
  });

  return (event, urgent) => {
    const open = batches.length - 1;
    if ((batches[open]?.length as number) + event.length < maxLength) batches[open] += `,${event}`;
    else batches.push(event);
    if (urgent || isLeaving) flush();
    else page.setTimeout(flush, coalesceMs);
  };
}
