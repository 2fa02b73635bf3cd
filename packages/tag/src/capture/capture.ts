import { coversHost } from '../arrival/covers-host.ts';
import { words } from '../arrival/words.ts';
import { type Link, watchLinks } from '../browser/watch-links.ts';
import type { Feature } from '../features/feature.ts';
import { linkedHosts } from '../linker/linked-hosts.ts';
import { addressOf } from './address-of.ts';
import { fileOf } from './file-of.ts';
import { formOf } from './form-of.ts';

/** Whoever is inside is left alone. */
const ignoring = 'data-clickstitch-ignore';

/**
 * Records clicks on links to other sites, downloads, and submits of forms, as far as the option `capture` asks for them.
 * One click is one event.
 */
export const capture: Feature = (tag) => {
  const { _page, _options, _cookie, _may, _carryOut } = tag;
  const { location } = _page;
  const [mayOutbound, mayDownloads, mayForms] = ['outbound', 'downloads', 'forms'].map((kind) =>
    words(_options.capture).includes(kind),
  );
  const linked = linkedHosts(_options.linker);

  /** What is found of it becomes properties and nothing else: no field of a form may be an order's. */
  const record = (event: Event, name: string, found: Record<string, unknown> | undefined): boolean => {
    const isIgnored = event
      .composedPath()
      .some((target) => target instanceof Element && Element.prototype.hasAttribute.call(target, ignoring));
    if (found && !isIgnored) _carryOut([Date.now(), location.href, 'track', [name, { props: found }]]);
    return !!found;
  };

  /** The site is what the cookie covers; without consent no cookie says how wide that is. */
  const isElsewhere = ({ hostname }: Link) =>
    ![(_may('analytics') && _cookie._domain()) || location.hostname, ...linked].some((own) =>
      coversHost(own, hostname),
    ) && !coversHost(hostname, location.hostname);

  watchLinks(
    tag,
    (link, event) => {
      // What cannot be parsed has no host.
      const url = link.host && addressOf(link.href);
      if (!url || (mayDownloads && record(event, 'file_download', fileOf(link, url)))) return;
      if (mayOutbound && isElsewhere(link)) record(event, 'outbound_click', { url });
    },
    (form, submitter, event) => {
      // What the visitor has put in does not go along with events that are to tell nobody apart.
      if (mayForms) record(event, 'form_submit', formOf(form, submitter, _may('analytics') || !_options.cookieless));
    },
  );
};
