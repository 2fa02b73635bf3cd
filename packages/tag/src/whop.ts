import { type Call, createApi } from './api.ts';
import type { Arrival } from './arrival/landing.ts';
import { neverThrows } from './browser/never-throws.ts';
import { callsOf } from './whop/calls-of.ts';
import { fitEvent } from './whop/fit-event.ts';

/**
 * What the vendor's loader leaves on the page. Its functions push onto `q`, whatever that is by then:
 * https://docs.whop.com/developer/ads/pixel
 */
interface Loader {
  q?: readonly unknown[] | { push(entry: unknown): void };
  /** When it ran. */
  t?: number;
  /** The origin that it was given. */
  o?: string;
}

/** The tag's global, as its own stub makes it. */
interface Stub {
  q: { push(call: Call): void };
  l: Arrival;
}

declare global {
  interface Window {
    whop?: Loader;
    /** Under this name the tag finds what every event goes through. */
    clickstitchWhop?: typeof fitEvent;
  }
}

/** The verbs of the tag that it loads, for who calls them before it is there. */
const verbs = { init: 0, page: 0, track: 0, identify: 0, reset: 0, consent: 0, debug: 0 };

neverThrows(() => {
  const { whop } = window;
  // Then there is no loader, or this is a second copy of the script.
  if (!whop?.q || !('forEach' in whop.q)) return;

  const script = document.currentScript as HTMLScriptElement | null;
  const { src = `${whop.o}/s.js`, nonce } = script ?? {};
  const [, endpoint = '', key] = /^(.*?)(?:\/whop\/([^/?]+))?\/s(?:\.\w+)?\.js/.exec(src) ?? [];

  if (!window.clickstitch) {
    const stub: Stub = { q: [], l: [whop.t ?? Date.now(), location.href] };
    window.clickstitch = Object.assign(
      stub,
      createApi(window, verbs, (call) => stub.q.push(call)),
    ) as NonNullable<Window['clickstitch']>;
    // Without a key the page brings the tag by itself.
    if (key) {
      window.clickstitchWhop = fitEvent;
      const element = document.createElement('script');
      Object.assign(element.dataset, { key, endpoint, beforeSend: 'clickstitchWhop' });
      if (nonce) element.nonce = nonce;
      element.src = `${endpoint}/tag.js?key=${key}`;
      document.head.append(element);
    }
  }

  const { clickstitch } = window;
  const carryOut = neverThrows((entry: unknown) => {
    for (const call of callsOf(entry)) (clickstitch.q as Stub['q']).push(call);
  });
  const queued = whop.q;
  whop.q = { push: carryOut };
  for (const entry of queued) carryOut(entry);
})();
