import { tagOfPage } from '../take-part.ts';

/** Files with what few sites ask for, and by which options they do. The build puts their hashes in. */
const parts: [RegExp, string][] = [
  [/^linker$/, 'tag.linker.js'],
  [/^checkout$/, 'tag.checkout.js'],
  [/^(forward|dataLayer)$/, 'tag.interop.js'],
  [/^capture$/, 'tag.capture.js'],
  [/^clickstitch_debug$/, 'inspector.js'],
];

/** Fetches those that are asked for, and goes on when they have come. What cannot be fetched is not waited for. */
export function loadParts(goOn: () => void): void {
  const { _options, _url, _current, _note } = tagOfPage();
  // A router may have changed the URL since.
  const asked = [...Object.keys(_options), ...new URL(_current()[1]).searchParams.keys()];
  const loading = parts.map(
    ([asks, file]) =>
      asked.some((name) => asks.test(name)) &&
      import(_url.slice(0, -1) + file).catch((error) => _note('failed', file, error)),
  );
  if (loading.some(Boolean)) Promise.all(loading).then(goOn);
  else goOn();
}
