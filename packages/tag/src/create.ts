import type { Api, InitOptions } from './api.ts';
import { neverThrows } from './browser/never-throws.ts';
import type { PageWindow } from './browser/page-window.ts';
import { permitted } from './extra/permitted.ts';
import type { Feature } from './features/feature.ts';
import { type PackagedFeature, places } from './npm/packaged-feature.ts';
import { createTag } from './tag.ts';

/** Which feature reads an option. */
const readers: Partial<Record<keyof InitOptions, PackagedFeature['name']>> = {
  beforeSend: 'before-send',
  linker: 'linker',
  checkout: 'checkout',
  forward: 'forward',
  dataLayer: 'data-layer',
  capture: 'capture',
  goals: 'goals',
  hashIdentity: 'hash-user',
};

/**
 * The tag with those features and no others, so that a bundler keeps only what is used. Call it once, early: it reads the
 * landing at once, before the app's router can change the URL. It never throws, and on a server it does nothing.
 */
export function createClickstitch(features: readonly PackagedFeature[]): Api {
  let api: Api | undefined;
  neverThrows(() => {
    const page: PageWindow = window;
    // What keeps back where consent was denied is always there.
    const given: readonly PackagedFeature[] = [{ name: 'permitted', features: [permitted] }, ...features];
    const ordered = places.flatMap((place) => given.find(({ name }) => name === place)?.features ?? []);
    const notices = lacking(given.map(({ name }) => name));
    [, api] = createTag(page, [Date.now(), page.location.href], '', [...ordered, notices]);
  })();
  return api ?? silent;
}

/** Says which options nobody reads. Where that is one that takes something out of events, none is sent. */
const lacking =
  (given: readonly string[]): Feature =>
  ({ _options, _steps, _note }) => {
    for (const [option, name] of Object.entries(readers)) {
      if (!_options[option as keyof InitOptions] || given.includes(name)) continue;
      const remedy = `${option}: give createClickstitch what @clickstitch/tag/${name} exports`;
      _note('error', remedy);
      if (!/beforeSend|hashIdentity/.test(option)) continue;
      _steps.unshift((event) => {
        _note('dropped', event, remedy);
        return null;
      });
    }
  };

const nothing = () => {};

/** Where there is no page. */
const silent: Api = {
  init: nothing,
  page: nothing,
  track: nothing,
  identify: nothing,
  consent: nothing,
  reset: nothing,
  debug: nothing,
};

export type { Api, InitOptions, TrackProps, User } from './api.ts';
export type { Item, StandardEvents } from './events/standard-events.ts';
export type { Goal } from './extra/goal.ts';
export type { PackagedFeature } from './npm/packaged-feature.ts';
