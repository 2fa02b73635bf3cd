import type { Api, Call, InitOptions } from './api.ts';
import type { Arrival } from './arrival/landing.ts';
import { neverThrows } from './browser/never-throws.ts';
import { isWhole } from './build.ts';
import type { Feature } from './features/feature.ts';
import { createTag } from './tag.ts';

/** The global, made by the stub or by this script: the verbs, and the queue behind them. */
interface Clickstitch extends Partial<Api> {
  /** An array while the script has not loaded; then whatever is pushed is carried out at once. */
  q?: readonly Call[] | { push(call: Call): void };
  /** When and where the stub saw the page begin. */
  l?: Arrival;
  /** What the collector has handed over with the script: the workspace's settings. */
  s?: InitOptions;
}

declare global {
  interface Window {
    clickstitch?: Clickstitch;
    track?: unknown;
  }
}

/** Starts the tag in a page that has loaded it as a script, with those features. */
export function startScript(features: readonly Feature[]): void {
  neverThrows(() => {
    const clickstitch = window.clickstitch ?? {};
    window.clickstitch = clickstitch;
    const { q: queued = [], l: arrival = [Date.now(), location.href] } = clickstitch;
    // Then this is a second copy of the script.
    if (!('forEach' in queued)) return;

    // `currentScript` is null in modules and under script loaders.
    const script = ((isWhole && document.currentScript) ||
      document.querySelector('script[data-key]')) as HTMLScriptElement | null;
    const options = { ...clickstitch.s, ...(isWhole ? attributesOf(script) : script?.dataset) } as InitOptions;
    const [carryOut, api] = createTag(window, arrival, script?.src.split('/', 3).join('/') ?? '', features);

    // The stub's functions stay valid, for a page may have kept them: from here on what they push is carried out.
    clickstitch.q = { push: carryOut };
    Object.assign(clickstitch, api);
    window.track ??= clickstitch.track;

    // What was said of consent holds from the start, whenever it was said, and who listens hears all.
    if (isWhole) for (const call of queued) if (/consent|debug/.test(call[2])) carryOut(call);
    if (options.key) carryOut([...arrival, 'init', [options]]);
    for (const call of queued) if (!isWhole || !/consent|debug/.test(call[2])) carryOut(call);
  })();
}

/** The options that the script element's `data-…` attributes give: JSON, or a word, or several with commas between. */
function attributesOf(script: HTMLScriptElement | null): Partial<InitOptions> {
  const options: Record<string, unknown> = {};
  for (const [name, text] of Object.entries({ ...script?.dataset }) as [string, string][]) {
    try {
      options[name] = JSON.parse(text);
    } catch {
      options[name] = text;
    }
  }
  return options;
}
