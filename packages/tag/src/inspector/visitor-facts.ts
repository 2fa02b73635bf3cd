import type { Tag } from '../features/feature.ts';
import { outboxKeys } from '../features/outbox.ts';
import { vendorCookies } from '../features/vendor-ids.ts';
import { copiesOf } from './cookie-copies.ts';
import { plain } from './plain.ts';

/** Names and what they stand for, as they are shown and copied. */
export interface Facts {
  readonly [name: string]: unknown;
}

/** Where consent is told of, other than by calls. */
interface Signals {
  dataLayer?: Iterable<ArrayLike<unknown>>;
  navigator: { globalPrivacyControl?: boolean };
}

/** Who the visitor is to the tag, and what they have agreed to. What is denied is not read for this either. */
export function visitorFacts(tag: Tag, consentCalls: number): Facts {
  const { _page, _may } = tag;
  return {
    consent: consentFacts(tag, consentCalls),
    cookie: _may('analytics') ? cookieFacts(tag) : 'neither read nor written: analytics is denied',
    visitor: plain({ ...tag._visitor(), ts: undefined, renewed_at: undefined }),
    vendor_cookies: _may('ads')
      ? Object.fromEntries(Array.from(tag._cookie._all().matchAll(vendorCookies), ([, name, value]) => [name, value]))
      : 'not read: ads are denied',
    kept_conversions: _may('analytics')
      ? outboxKeys(_page).map((key) => keptFacts(_page.localStorage.getItem(key)))
      : [],
  };
}

function consentFacts({ _page, _options, _may }: Tag, consentCalls: number): Facts {
  const { dataLayer, navigator } = _page as unknown as Signals;
  const entries = [...(dataLayer ?? [])].filter((entry) => entry?.[0] === 'consent');
  const ofGoogle = entries.map((entry) => `${entry[1]} ${JSON.stringify(entry[2])}`);
  const state = (isGranted: boolean) => (isGranted ? 'granted' : 'denied');
  return {
    analytics: state(_may('analytics')),
    ads: state(_may('ads')),
    by_default: plain(_options.consent) ?? 'granted',
    calls_of_consent: consentCalls,
    consent_mode: ofGoogle.length > 0 ? ofGoogle : 'silent',
    iab_tcf: '__tcfapi' in _page ? 'there' : 'not there',
    global_privacy_control: navigator.globalPrivacyControl ? 'on' : 'off',
    without_consent: _options.cookieless ? 'events go without ids' : 'calls are held',
  };
}

function cookieFacts(tag: Tag): Facts {
  const { _cookie } = tag;
  const copies = copiesOf(tag);
  const { ts, renewed_at } = _cookie._read();
  const size = Math.max(0, ...copies.map(({ length }) => length));
  if (!size) return { name: '_cst', state: 'not there: the browser has refused it, or nothing was remembered yet' };
  return {
    name: '_cst',
    domain: _cookie._domain() || 'this host only',
    size: `${size.toLocaleString('en')} of 3,600 bytes`,
    written_at: ts,
    written_by: renewed_at && renewed_at === ts ? 'the collector, by HTTP' : 'the script',
    copies: copies.length,
  };
}

/** A conversion as it is kept for the next page. */
function keptFacts(text: string | null): unknown {
  try {
    const [kept_at, , json] = JSON.parse(text ?? '');
    const { id, name } = JSON.parse(json);
    return { name, id, kept_at };
  } catch {
    return plain(text);
  }
}
