import type { Call } from '../api.ts';
import { textOf } from '../events/text-of.ts';
import type { Tag } from '../features/feature.ts';
import { type HandedOver, readHandedOver } from './handed-over.ts';
import { readLinkParameter } from './link-parameter.ts';
import { hostOf } from './linked-hosts.ts';
import { linkIn, withLink } from './linked-url.ts';

/**
 * Takes the visitor out of the URL that this page was opened by, if one of the sites has handed it over, here and now: whoever
 * could write such a link elsewhere could have others take over his own visitor, and be paid for what they buy.
 */
export function takeFromUrl(tag: Tag, isLinked: (host: string) => boolean, adopt: (given: HandedOver) => void): void {
  const { document, navigator } = tag._page;
  // A router may have changed the URL since; what the page called before it did has it still.
  for (const [at, url] of [tag._current(), ...tag._held()]) {
    const value = linkIn(url);
    if (!value) continue;
    // Of the parameter in what is sent, the sign before it may be left.
    tag._steps.unshift((event) => {
      event.url = event.url?.replace(/[?&](?=#|$)/, '');
      return event;
    });
    try {
      if (!isLinked(hostOf(textOf(document.referrer)) ?? '')) throw 'its referrer is none of the hosts in `linker`';
      adopt(readHandedOver(readLinkParameter(value, at, navigator), Date.now()));
    } catch (reason) {
      tag._note('dropped', value, reason);
    }
    return;
  }
}

/** Takes the parameter out of the address bar, whatever it was worth: what is copied from there shall not hold it. */
export function cleanAddress({ _page: { history, location }, _held }: Pick<Tag, '_page' | '_held'>): void {
  if (!linkIn(location.href)) return;
  const held = _held() as Call[];
  const { length } = held;
  history.replaceState(history.state, '', withLink(location.href));
  // Whoever watches the URL has taken it for another page, and is right from here on.
  const view = held.findIndex(([, , verb], index) => index >= length && verb === 'page');
  if (view >= 0) held.splice(view, 1);
}
