import { neverThrows } from '../browser/never-throws.ts';
import type { Feature } from '../features/feature.ts';
import { layerEvent } from './layer-event.ts';
import { fromLayer } from './own-pushes.ts';

/**
 * Makes events of GA4's ecommerce events on the `dataLayer`, of those too that were there before. Every entry is read once, by
 * `push`, which others wrap as well: Tag Manager, and what hears consent. Where a page has replaced the array or that
 * method, entries are found there later, when something else happens.
 */
export const dataLayer: Feature = ({ _page, _options, _steps, _carryOut, _note }) => {
  if ((_options.dataLayer ?? false) === false) return;
  const page = _page as unknown as { dataLayer?: unknown };
  /** Entries that were read, arrays that are watched, and the methods by which they are. */
  const known = new WeakSet<object>();

  const onError = (error: unknown) => _note('error', error);
  const read = neverThrows((entry: unknown) => {
    if (typeof entry !== 'object' || !entry) return;
    known.add(entry);
    const event = layerEvent(entry);
    const at = Date.now();
    const { href } = _page.location;
    // Not inside the page's own call, nor inside another of the tag's.
    if (event) queueMicrotask(() => _carryOut([at, href, 'track', [...event, fromLayer]]));
  }, onError);

  const look = neverThrows(() => {
    page['dataLayer'] ??= [];
    const layer = page['dataLayer'];
    if (!Array.isArray(layer)) return;
    for (const entry of layer as object[]) if (!known.has(entry)) read(entry);
    const push: typeof layer.push = layer.push;
    if (known.has(layer) || known.has(push)) return;
    const hear: typeof push = function (this: unknown, ...entries) {
      entries.forEach(read);
      return push.apply(this, entries);
    };
    known.add(layer).add(hear);
    layer.push = hear;
  }, onError);

  look();
  _steps.unshift((event) => {
    queueMicrotask(look);
    return event;
  });
  for (const type of ['visibilitychange', 'pagehide']) _page.addEventListener(type, look, true);
};
