import { readAffonsoCampaign } from './affonso/campaign.ts';
import { readCookie, writeCookie } from './affonso/cookies.ts';
import { withParameter } from './affonso/with-parameter.ts';
import { type Call, createApi } from './api.ts';
import type { Arrival } from './arrival/landing.ts';
import { neverThrows } from './browser/never-throws.ts';
import { whenActivated } from './browser/when-activated.ts';

/** Who has signed up; one of email and externalUserId at least. */
interface SignedUp {
  email?: string | undefined;
  externalUserId?: string | undefined;
  name?: string | undefined;
}

declare global {
  interface Window {
    affonso_referral?: string;
    Affonso?: {
      signup(who: string | SignedUp): void;
      isConsentRequired(): boolean;
      getReferralId(): string | null;
    };
    affonsoConsentGranted?(): Promise<boolean>;
  }
}

/** The tag's global, as its own stub makes it. */
interface Stub {
  q: { push(call: Call): void };
  l?: Arrival;
}

/** Its value is the referral's id: what the site's server reads. */
const idCookie = 'affonso_referral';

/** The tracking id that led to it; with `~` behind it while the collector has not heard of it. */
const codeCookie = '_cst_affonso';

/** The verbs of the tag that it loads, for who calls them before it is there. */
const verbs = { init: 0, page: 0, track: 0, identify: 0, reset: 0, consent: 0 };

/** The tag waits no longer than this for the id of the click that it landed by. */
const patienceMs = 1000;

neverThrows(() => {
  // Then this is a second copy of the script.
  if (window.affonsoConsentGranted) return;

  const { src, dataset, nonce } = document.currentScript as HTMLScriptElement;
  const {
    affonso: programId,
    apiBase = new URL(src).origin,
    cookie_duration: days = '30',
    referralParams = 'via,ref,aff,refcode,atp',
    requiresConsent,
    key,
  } = dataset;
  const arrival: Arrival = window.clickstitch?.l ?? [Date.now(), location.href];
  const url = arrival[1];
  const campaign = readAffonsoCampaign(url, referralParams.split(/[\s,]+/));
  // What one of our links puts into the URL; or this script, for a visitor who has not consented, and the site carries on.
  const [, link, landed] = /[?&](?:(cs_click=clk)|affonso_id=ref)(_[\w-]+)/.exec(url) ?? [];

  /** The referral's id, and the tracking id that is to be told to the collector or has been. */
  let id: string | undefined;
  let trackingId: string | undefined;
  /** What is known of the landing is not kept, or not told. */
  let isNew: unknown;
  /** The id may not be kept yet. */
  let isLoose = false;
  const clickId = () => (id as string).replace('ref', 'clk');

  // One thing after the other, and nothing before the page is really shown.
  let line = new Promise<unknown>((resolve) => whenActivated(document, resolve as () => void));
  const next = (fn: () => unknown) => {
    line = line.then(fn).catch(() => {});
    return line;
  };

  next(() => {
    const kept = readCookie(codeCookie);
    id = readCookie(idCookie);
    trackingId = campaign.trackingId ?? (landed ? '' : kept?.match(/(.+)~/)?.[1]);
    isNew = landed ? id !== `ref${landed}` : trackingId && !(id && kept === trackingId);
    if (isNew && landed) {
      id = `ref${landed}`;
      isLoose = true;
    }
  });

  function settle(hasConsent: boolean): Promise<boolean> {
    next(async () => {
      // The link's click is told already.
      if (!isNew || (isLoose && (link || !hasConsent))) return;
      if (hasConsent && trackingId) writeCookie(codeCookie, `${trackingId}~`, 1);
      const more = hasConsent && { ...campaign, referrer: document.referrer, upgradeClickId: isLoose ? id : undefined };
      const body = JSON.stringify({ programId, trackingId, hasConsent, ...more });
      const answer = await fetch(`${apiBase}/v1/track`, { method: 'POST', body, keepalive: true });
      if (answer.status > 428) return;
      const { cid } = await answer.json();
      if (!cid) {
        // There is no such affiliate (`?ref=` is used for other things as well), or no such click.
        if (hasConsent) writeCookie(codeCookie, '', 0);
        id = readCookie(idCookie);
        isLoose = false;
        return;
      }
      id = cid;
      isLoose = true;
      if (!hasConsent) history.replaceState(history.state, '', withParameter(location.href, 'affonso_id', cid));
    });
    return next(() => {
      if (isLoose && hasConsent) {
        writeCookie(idCookie, id as string, +days);
        writeCookie(codeCookie, trackingId as string, +days);
        isNew = isLoose = false;
      }
      if (!id || id === window.affonso_referral) return;
      window.affonso_referral = id;
      dispatchEvent(new CustomEvent('affonso_referral_ready', { detail: { referralId: id } }));
    }).then(() => true);
  }

  let loadTag = () => {};
  if (key && !window.clickstitch) {
    const stub: Stub = { q: [] };
    window.clickstitch = Object.assign(
      stub,
      createApi(window, verbs, (call) => stub.q.push(call)),
    ) as NonNullable<Window['clickstitch']>;
    const load = neverThrows(() => {
      if (stub.l) return;
      // Of a landing that has come to nothing, an earlier click says nothing.
      stub.l = [
        arrival[0],
        id && !isNew && !link && (landed || campaign.trackingId) ? withParameter(url, 'cs_click', clickId()) : url,
      ];
      const element = document.createElement('script');
      Object.assign(element.dataset, dataset, { endpoint: apiBase, referralParams });
      if (nonce) element.nonce = nonce;
      element.src = `${apiBase}/tag.js`;
      document.head.append(element);
    });
    loadTag = () => {
      next(load);
      setTimeout(load, patienceMs);
    };
  }

  window.Affonso = {
    signup: neverThrows((who: string | SignedUp) => {
      const { email, externalUserId, name }: SignedUp = typeof who === 'string' ? { email: who } : who;
      next(() => {
        if (!id || isLoose || !(email || externalUserId)) return;
        const { clickstitch } = window;
        clickstitch?.identify?.({ user_id: externalUserId, email, traits: { name } });
        clickstitch?.track?.('sign_up', { order_id: clickId() });
      });
    }),
    isConsentRequired: () => requiresConsent === 'true',
    getReferralId: () => id ?? null,
  };
  window.affonsoConsentGranted = () => {
    const settled = settle(true);
    loadTag();
    return settled;
  };
  if (requiresConsent === 'true') settle(false);
  else window.affonsoConsentGranted();
})();
