import { coversHost } from '../arrival/covers-host.ts';
import { neverThrows } from '../browser/never-throws.ts';
import { textOf } from '../events/text-of.ts';
import type { Feature } from '../features/feature.ts';
import { createAdoption } from './adopt.ts';
import { cleanAddress, takeFromUrl } from './arrive.ts';
import { linkFrames } from './frames.ts';
import { watchLeaving } from './leave.ts';
import { hostOf, linkedHosts } from './linked-hosts.ts';

/**
 * Sites on several domains see one visitor: whom a link, a form or a frame leads to another of the hosts in `linker`, is known
 * there by the same id, and by what brought them here.
 */
export const linker: Feature = (tag) => {
  const { _page, _cookie } = tag;
  const hosts = linkedHosts(tag._options.linker);
  if (!hosts[0]) return;

  const domain = _cookie._domain;
  const isLinked = (host: string) => hosts.some((linked) => coversHost(linked, host));
  /** Has the same cookie anyway. To find out where that is, one is set, which takes consent. */
  const isOwn = (host: string) =>
    host === _page.location.hostname || (tag._may('analytics') && !!domain() && coversHost(domain(), host));

  const adopt = createAdoption(tag);
  takeFromUrl(tag, isLinked, adopt);
  watchLeaving(tag, (host) => isLinked(host) && !isOwn(host));
  const isAwaited = linkFrames(tag, (host) => isLinked(host) || isOwn(host), adopt);

  // Who comes from another of the sites was brought by none of them. Whether a referrer is one of the site's own hosts, the tag
  // asks of the cookie's domain: after the question whether it may go on, and before it tells its features.
  const from = hostOf(textOf(_page.document.referrer));
  let isArriving = false;
  if (from && isLinked(from)) {
    _cookie._domain = () => (isArriving ? from : domain());
    tag._onConsent.unshift(() => {
      isArriving = false;
    });
  }

  const clean = neverThrows(cleanAddress, (error) => tag._note('error', error));
  const isAwaitedElsewhere = tag._isAwaited;
  tag._isAwaited = () => {
    clean(tag);
    isArriving = true;
    return isAwaited() || isAwaitedElsewhere?.();
  };
};
