import { neverThrows } from '../browser/never-throws.ts';
import { watchLinks } from '../browser/watch-links.ts';
import type { Feature } from '../features/feature.ts';
import { buyerOf, referenceTo } from './buyer.ts';
import { checkoutParameters, type Parameters } from './checkout-parameters.ts';
import { createFields, fieldMark } from './fields.ts';
import { createOwnAttribute } from './own-attribute.ts';
import { withCustomData } from './with-custom-data.ts';
import { withParameters } from './with-parameters.ts';

/** By which a link or a form of the site's own says whose checkout it leads to. */
const providerMark = 'data-clickstitch-checkout';

/**
 * Stripe's elements, which take `client-reference-id`: https://docs.stripe.com/payment-links/buy-button,
 * https://docs.stripe.com/payments/checkout/pricing-table
 */
const stripe = 'stripe-buy-button,stripe-pricing-table';

/** What Paddle.js makes a button of: https://developer.paddle.com/paddle-js/about/html-data-attributes */
const paddle = '.paddle_button';

const field = `input[${fieldMark}]`;
const all = [stripe, paddle, field].join();

/**
 * Tells the checkouts of payment providers who comes, so that what is bought there can be credited, and fills marked fields
 * of forms. Links are changed when they are followed, and forms when they are sent; elements as soon as they are there, for
 * nobody can say when their own script reads them.
 */
export const checkout: Feature = (tag) => {
  const { _page, _options, _steps, _onConsent, _note } = tag;
  const { document } = _page;
  // The attribute without a value says yes.
  if ((_options.checkout ?? false) === false) return;

  const onError = (error: unknown) => _note('error', error);
  const told = new WeakMap<Element, Parameters>();
  const setReference = createOwnAttribute('client-reference-id');
  const setCustomData = createOwnAttribute('data-custom-data');
  const fill = createFields(tag);

  /** Whoever may be told of. */
  const visitor = () => {
    if (!tag._isOpen() || !tag._may('analytics')) return;
    const known = tag._visitor();
    return tag._toStore?.(known) ?? known;
  };

  const tell = neverThrows((element: Element) => {
    if (!element.matches(all)) return;
    const who = visitor();
    const buyer = who && buyerOf(who);
    if (element.matches(stripe)) setReference(element, (own) => own ?? (buyer ? referenceTo(buyer) : null));
    if (element.matches(paddle)) setCustomData(element, (own) => (buyer ? withCustomData(own, buyer) : own));
    if (element.matches(field)) fill(element as HTMLInputElement, who);
  }, onError);

  const tellIn = (root: ParentNode) => {
    for (const element of root.querySelectorAll(all)) tell(element);
  };

  let isDue = false;
  /** Once, however much has happened, and when it has taken effect. */
  const tellSoon = () => {
    if (!isDue)
      queueMicrotask(() => {
        isDue = false;
        tellIn(document);
      });
    isDue = true;
  };

  new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof Element) {
          tell(node);
          tellIn(node);
        }
  }).observe(document, { childList: true, subtree: true });

  // What became a button later, or is in a shadow tree, has not been seen.
  const onClick = (event: Event) => {
    for (const target of event.composedPath()) if (target instanceof Element) tell(target);
  };
  document.addEventListener('click', onClick, true);

  watchLinks(
    tag,
    (link) => {
      const who = visitor();
      const named = link.getAttribute(providerMark);
      const parameters = who ? checkoutParameters(link.hostname, link.pathname, named, buyerOf(who)) : [];
      const href = link.getAttribute('href') ?? '';
      const leading = withParameters(href, parameters, told.get(link));
      if (leading !== href) link.setAttribute('href', leading);
      told.set(link, parameters);
    },
    (form, submitter) => {
      const who = visitor();
      // A field may have the name of any of the form's own methods.
      tellIn(Node.prototype.getRootNode.call(form) as Document | ShadowRoot);
      const of = (element: Element, name: string) => Element.prototype.getAttribute.call(element, name);
      const said = (name: string) => (submitter && of(submitter, `form${name}`)) ?? of(form, name) ?? '';
      if (!who || /post|dialog/i.test(said('method'))) return;
      const { hostname, pathname } = new URL(said('action'), document.baseURI);
      const parameters = checkoutParameters(hostname, pathname, of(form, providerMark), buyerOf(who));
      const add = ({ formData }: FormDataEvent) => {
        for (const [name, value] of parameters) if (!formData.has(name)) formData.set(name, value);
      };
      EventTarget.prototype.addEventListener.call(form, 'formdata', add as EventListener, { once: true });
    },
  );

  _steps.unshift((event) => {
    tellSoon();
    return event;
  });
  _onConsent.push(tellSoon);
  tellSoon();
};
