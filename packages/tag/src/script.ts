import { type Api, type Call, createApi } from './api.ts';
import type { Arrival } from './landing.ts';
import { neverThrows } from './never-throws.ts';
import { createTag } from './tag.ts';

/** The global, made by the stub or by this script: the verbs, and the queue behind them. */
interface Clickstitch extends Partial<Api> {
  /** An array while the script has not loaded; then whatever is pushed is carried out at once. */
  q?: readonly Call[] | { push(call: Call): void };
  /** When and where the stub saw the page begin. */
  l?: Arrival;
}

declare global {
  interface Window {
    clickstitch?: Clickstitch;
    track?: unknown;
  }
}

neverThrows(() => {
  const clickstitch = window.clickstitch ?? {};
  window.clickstitch = clickstitch;
  const { q: queued = [], l: arrival = [Date.now(), window.location.href] } = clickstitch;
  // Then this is a second copy of the script.
  if (!('forEach' in queued)) return;

  // `currentScript` is null in modules and under script loaders.
  const script = (document.currentScript ?? document.querySelector('script[data-key]')) as HTMLScriptElement | null;
  const settings: DOMStringMap = { ...script?.dataset };
  const carryOut = createTag(window, arrival, script?.src.split('/', 3).join('/') ?? '');

  // The stub's functions stay valid, for a page may have kept them: from here on what they push is carried out.
  clickstitch.q = { push: carryOut };
  Object.assign(clickstitch, createApi(window, carryOut));
  window.track ??= clickstitch.track;

  if (settings['key']) {
    const referralParams = settings['referralParams']?.split(/[\s,]+/);
    carryOut([...arrival, 'init', [{ ...settings, referralParams }]]);
    if (settings['autoPage'] !== 'false') carryOut([...arrival, 'page', []]);
  }
  queued.forEach(carryOut);
})();
