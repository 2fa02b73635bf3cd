import { neverThrows } from '../browser/never-throws.ts';
import type { Feature } from '../features/feature.ts';
import type { BatchConsent, ConsentState } from '../wire.ts';

/** What the IAB's API answers, as far as it is read: https://github.com/InteractiveAdvertisingBureau/GDPR-Transparency-and-Consent-Framework */
interface TcData {
  gdprApplies?: boolean;
  eventStatus: string;
  purpose: { consents: Record<number, boolean> };
}

type States = Record<string, ConsentState>;

/** `gtag` pushes its arguments as they are. */
type Entry = Iterable<unknown>;

/** Where consent tools speak. */
interface Signals {
  dataLayer?: Entry[];
  __tcfapi?: (command: string, version: number, callback: (data: TcData) => void) => void;
  navigator: { globalPrivacyControl?: boolean };
}

/**
 * Hears what consent tools tell everybody: Google's Consent Mode on the `dataLayer`
 * (https://developers.google.com/tag-platform/security/guides/consent), and the IAB's TCF. What they say before the visitor
 * has decided holds back, and deletes nothing.
 */
export const consentSignals: Feature = ({ _page, _changeConsent, _onConsent, _settle, _isOpen }) => {
  const page = _page as unknown as Signals;
  const states: States = {};
  // What the page has said to the tag itself, while that waited.
  let decided: Partial<BatchConsent> | undefined;
  _onConsent.push((known) => {
    decided ??= known;
  });
  if (_isOpen() === false) _settle();

  const read = neverThrows((entry: Entry) => {
    const [command, action, said] = entry as [string, string, States];
    if (command !== 'consent') return;
    const isDefault = action === 'default';
    // Which region a default is for is not for a page to know: the strictest holds until the visitor decides.
    for (const name in said)
      if (!isDefault || (!states[name] && said[name] === 'denied')) states[name] = said[name] as ConsentState;
    // What says nothing of it decides nothing.
    const analytics = said['analytics_storage'] && states['analytics_storage'];
    const ads = states[states['ad_user_data'] === 'denied' ? 'ad_user_data' : 'ad_storage'];
    _changeConsent({ analytics, ads } as BatchConsent, isDefault);
  });
  page['dataLayer'] ??= [];
  const layer = page['dataLayer'];
  [...layer].forEach(read);
  const { push } = layer;
  layer.push = (...entries) => {
    entries.forEach(read);
    return push.apply(layer, entries);
  };

  const tcf = page['__tcfapi'];
  if (tcf) _changeConsent('denied', true);
  // What the page has said to the tag itself outweighs what tools have said before.
  if (decided) _changeConsent(decided);
  if (!tcf) return;
  // Where it fails there is no data, and while it asks nothing is decided.
  const hear = neverThrows(({ gdprApplies, eventStatus, purpose }: TcData) => {
    if (!/load|compl/.test(eventStatus)) return;
    const isFree = gdprApplies === false;
    const stateOf = (number: number): ConsentState =>
      isFree || (purpose.consents[1] && purpose.consents[number]) ? 'granted' : 'denied';
    // 1: to store. 7 and 8: to measure advertising, and content. That one law asks for no consent is no consent to what Global
    // Privacy Control objects to.
    const ads = isFree && page.navigator.globalPrivacyControl ? undefined : stateOf(7);
    _changeConsent({ analytics: stateOf(8), ads } as BatchConsent);
  });
  tcf('addEventListener', 2, hear);
};
