import { watchLinks } from '../browser/watch-links.ts';
import type { Tag } from '../features/feature.ts';
import { handedOver } from './handed-over.ts';
import { createLinkParameter } from './link-parameter.ts';
import { linkIn, linkParameter, withLink } from './linked-url.ts';

/** Puts the visitor into links and forms that lead to another of the sites, when they are followed and sent, not before. */
export function watchLeaving(tag: Tag, isElsewhere: (host: string) => boolean): void {
  const { _page } = tag;
  const { document, location, navigator } = _page;
  /** Where nobody may be known, there is none, and what was put in before is taken out. */
  const link = () =>
    tag._isOpen() && tag._may('analytics') ? createLinkParameter(handedOver(tag), Date.now(), navigator) : undefined;
  const leads = ({ protocol, hostname }: HTMLAnchorElement | HTMLAreaElement | URL) =>
    /^https?:$/.test(protocol) && isElsewhere(hostname);

  // One for all forms: where it is not needed any more, it must not stay.
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = linkParameter;

  watchLinks(
    tag,
    (anchor) => {
      if (!leads(anchor)) return;
      const href = anchor.getAttribute('href') as string;
      const value = link();
      if (value || linkIn(href)) anchor.setAttribute('href', withLink(href, value));
    },
    (form, submitter) => {
      field.remove();
      const [target, action] = attribute(form, submitter, 'action');
      const [, method] = attribute(form, submitter, 'method');
      const isPost = /^post$/i.test(method);
      if (/^dialog$/i.test(method) || !leads(new URL(action || location.href, document.baseURI))) return;
      const value = link();
      if (isPost) {
        Element.prototype.setAttribute.call(target, target === form ? 'action' : 'formaction', withLink(action, value));
      } else if (value) {
        field.value = value;
        Element.prototype.append.call(form, field);
      }
    },
  );
}

/**
 * An attribute of a form, which the button that sends it may overrule; and whose it is. Not by the form's own methods: a field
 * may have the name of any of them.
 */
function attribute(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  name: string,
): [owner: Element, value: string] {
  const of = (element: Element, name: string) => Element.prototype.getAttribute.call(element, name);
  const overruling = submitter && of(submitter, `form${name}`);
  return submitter && overruling !== null ? [submitter, overruling] : [form, of(form, name) ?? ''];
}
