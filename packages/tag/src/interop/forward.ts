import { words } from '../arrival/words.ts';
import { neverThrows } from '../browser/never-throws.ts';
import type { Feature } from '../features/feature.ts';
import type { BatchEvent } from '../wire.ts';
import { createForwarded } from './forwarded.ts';
import { fromLayer, ownPushes } from './own-pushes.ts';
import { pixelCall, type Vendor } from './pixel-call.ts';

type Functions = Partial<Record<'fbq' | 'gtag' | 'track', (...args: unknown[]) => void>>;

/** The vendors' snippets put stubs with queues there, so that they can be called before their scripts have loaded. */
interface Pixels extends Functions {
  ttq?: Functions;
}

/**
 * Tells pixels that are in the page of each event that goes to the collector, under the same id: the same sale, reported once
 * more by a server, is then known for what it is. Only of whom `ads` are granted. Page views are theirs to record.
 */
export const forward: Feature = ({ _page, _options, _steps, _onConsent, _may, _current, _note }) => {
  const asked = words(_options.forward);
  const vendors = (['fbq', 'ttq', 'gtag'] as const).filter((vendor) => asked.includes(vendor));
  if (!vendors[0]) return;
  const forwarded = createForwarded(_page);

  /** Returns why a pixel is not told of an event. */
  function tell(vendor: Vendor, event: BatchEvent): string | undefined {
    const pixels = _page as Pixels;
    const owner = vendor === 'ttq' ? pixels.ttq : pixels;
    const pixel = owner?.[vendor === 'ttq' ? 'track' : vendor];
    if (typeof pixel !== 'function') return 'not in this page';
    const call = pixelCall(vendor, event);
    if (!call) return 'an email address is in its name or id';
    // Two reports by a browser are not taken for one by every vendor.
    const once = event.order_id && `${vendor} ${event.id}`;
    if (once && forwarded.has(once)) return 'told before';
    const [, , , args] = _current();
    const isKnown = vendor === 'gtag' && args[2] === fromLayer;
    if (!isKnown) {
      if (vendor === 'gtag') ownPushes.add(event.id);
      pixel.apply(owner, call);
    }
    if (once) forwarded.add(once);
    // Where the page itself has put it, so that Google has it already.
    return isKnown ? 'on the dataLayer' : undefined;
  }

  const tellEach = neverThrows(
    (vendor: Vendor, event: BatchEvent) => {
      const reason = tell(vendor, event);
      _note(reason ? 'not_forwarded' : 'forwarded', event, reason ? `${vendor}: ${reason}` : vendor);
    },
    (error) => _note('error', error),
  );

  _steps.push((event) => {
    if (_may('ads') && !/^(page_view|identify|reset)$/.test(event.name))
      for (const vendor of vendors) tellEach(vendor, event);
    return event;
  });
  _onConsent.push(({ analytics, ads }) => {
    if ((_may('analytics') ? ads : analytics) && !_may('ads')) forwarded.forget();
  });
};
