import { tagOfPage } from '../take-part.ts';

/** Files with what few sites ask for, and by what in the options, or in the page's URL. The build puts their hashes in. */
const parts: [RegExp, string][] = [
  [/linker|checkout/, 'tag.links.js'],
  [/forward|dataLayer/, 'tag.interop.js'],
  [/capture/, 'tag.capture.js'],
  [/h_debug/, 'inspector.js'],
];

/** Fetches those that are asked for, and goes on when they have come. What cannot be fetched is not waited for. */
export function loadParts(goOn: () => void): void {
  const { _page, _options, _url, _note } = tagOfPage();
  const asked = Object.keys(_options) + _page.location.search;
  const loading = parts.map(
    ([asks, file]) =>
      asks.test(asked) && import(_url.slice(0, -1) + file).catch((error) => _note('failed', file, error)),
  );
  if (loading.some(Boolean)) Promise.all(loading).then(goOn);
  else goOn();
}
