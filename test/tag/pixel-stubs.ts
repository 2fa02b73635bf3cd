import type { Page } from 'playwright';

/** Stand-ins for pixels, each with the queue that its vendor's public snippet makes. */
export const stubs = {
  fbq: `<script>{
    const n = window.fbq = function () { n.callMethod ? n.callMethod.apply(n, arguments) : n.queue.push(arguments) };
    n.queue = [];
  }</script>`,
  ttq: `<script>{
    const q = window.ttq = [];
    for (const method of ['page', 'track', 'identify']) q[method] = (...args) => { q.push([method, ...args]) };
  }</script>`,
  gtag: `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) }</script>`,
};

export const allStubs = stubs.fbq + stubs.ttq + stubs.gtag;

/** What the stubs were called with: all of `fbq` and `ttq`, and the events of `gtag`. */
export async function pixelCalls(page: Page): Promise<Record<keyof typeof stubs, unknown[][]>> {
  return page.evaluate(`({
    fbq: (window.fbq?.queue ?? []).map((call) => [...call]),
    ttq: Array.isArray(window.ttq) ? [...ttq] : [],
    gtag: [...(window.dataLayer ?? [])].filter((entry) => entry[0] === 'event').map((entry) => [...entry]),
  })`);
}

/** The ids under which they were told of events. */
export async function pixelIds(page: Page): Promise<Record<keyof typeof stubs, unknown[]>> {
  const { fbq, ttq, gtag } = await pixelCalls(page);
  const idOf = (call: unknown[]) => {
    const { eventID, event_id } = call.at(-1) as Record<string, unknown>;
    return eventID ?? event_id;
  };
  return { fbq: fbq.map(idOf), ttq: ttq.map(idOf), gtag: gtag.map(idOf) };
}
