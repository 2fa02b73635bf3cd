import { type Api, type Call, createApi, type InitOptions } from './api.ts';
import { clickIds as knownClickIds } from './arrival/click-ids.ts';
import { type Arrival, type Landing, readLanding } from './arrival/landing.ts';
import { scrubUrl } from './arrival/scrub-url.ts';
import { touchOf } from './arrival/touch.ts';
import { words } from './arrival/words.ts';
import { neverThrows } from './browser/never-throws.ts';
import { createNotes, type TakeNote } from './browser/notes.ts';
import type { PageWindow } from './browser/page-window.ts';
import { watchViews } from './browser/watch-views.ts';
import { whenActivated } from './browser/when-activated.ts';
import { isWhole } from './build.ts';
import { createQueue, type Queue } from './delivery/queue.ts';
import { createTransport } from './delivery/transport.ts';
import { eventJson } from './events/event-json.ts';
import { uuidV7 } from './events/uuid-v7.ts';
import { createVerbs, type RecordEvent } from './events/verbs.ts';
import type { Feature, Tag } from './features/feature.ts';
import { type ConsentChange, changedConsent } from './visitor/consent.ts';
import type { Visitor } from './visitor/visitor.ts';
import { createVisitorCookie, type VisitorCookie } from './visitor/visitor-cookie.ts';
import type { BatchConsent, BatchEvent, BatchTouch } from './wire.ts';

/** Calls that wait, at most: a page on which nobody ever agrees shall not fill up. */
const maxHeld = 10_000;

/** A cookie that the collector has set is left as it is for so long. */
const renewalMs = 86_400_000;

/**
 * The tag of one page: its verbs, and a function that carries out calls of them. It holds them back until `init` has started
 * it, the page is really shown, and the visitor has agreed to be remembered. Neither ever throws.
 */
export function createTag(
  page: PageWindow,
  arrival: Arrival,
  defaultEndpoint: string,
  features: readonly Feature[],
): [carryOut: (call: Call) => void, api: Api] {
  const landing = readLanding(page, arrival);
  const notes = isWhole ? createNotes(page) : undefined;
  const note: TakeNote = notes ? notes[0] : () => {};
  const onError = isWhole ? (error: unknown) => note('error', error) : undefined;

  /** The call that is carried out. */
  let current: Call;
  let held: Call[] = [];
  let options: InitOptions | undefined;
  let cookie: VisitorCookie;
  let queue: Queue;
  let tag: Tag;
  let consent: BatchConsent = { analytics: 'granted', ads: 'granted' };
  /** What somebody has decided on, and not just what holds until they do. */
  let decided = {} as BatchConsent;
  let isBegun = false;
  let isOpen: unknown;
  let isRemembered: boolean | undefined;
  /** What this page knows: all that there is where nothing may be stored, or cannot be. */
  let memory: Partial<Visitor> = { ts: 0 };
  // One visitor for as long as the page lives, whatever another tab writes: a retry must be known for what it is.
  let visitor_id: string | undefined;
  let newTouch: BatchTouch | null;

  function visitor(): Visitor {
    const kept = !isWhole || isRemembered ? cookie._read() : memory;
    return { ...((kept.ts as number) > (memory.ts as number) ? kept : memory), visitor_id, ts: Date.now() } as Visitor;
  }

  function remember(change: Partial<Visitor>): void {
    const known = isWhole ? { ...visitor(), renewed_at: undefined, ...change } : { ...visitor(), ...change };
    memory = known;
    if (!isWhole || isRemembered) cookie._write((isWhole && tag._toStore?.(known)) || known);
  }

  function arrive(landing: Landing): BatchTouch | null {
    const { first, last } = visitor();
    const { referralParams, clickIds } = options as InitOptions;
    const ids = isWhole ? words([knownClickIds, clickIds]) : knownClickIds.split(' ');
    const codes = isWhole ? words(referralParams || 'via,ref,aff,refcode') : ['via', 'ref', 'aff', 'refcode'];
    const domain = !isWhole || (isRemembered && landing.referrer) ? cookie._domain() : '';
    const touch = touchOf(landing, domain, codes, ids, last, first);
    if (touch) remember({ first: first ?? touch, last: touch });
    return touch;
  }

  /** Comes to what the visitor has agreed to: at the start, and after each change. */
  function settle(): void {
    const mayRemember = !isWhole || consent.analytics !== 'denied';
    if (isWhole) {
      if (decided.analytics && !mayRemember) {
        cookie._delete?.();
        isRemembered = undefined;
      }
      // What keeps back, and what hears consent tools, is fetched where it is needed; until then all waits.
      isOpen = false;
      if (tag._isAwaited?.()) {
        tellFeatures();
        return;
      }
    }
    if (!isWhole || isRemembered !== mayRemember) {
      isRemembered = mayRemember;
      memory = mayRemember ? cookie._read() : { ts: 0 };
      visitor_id = memory.visitor_id ?? uuidV7(Date.now());
      newTouch = arrive(landing);
    }
    // Renews the cookie.
    const isFresh = Date.now() - (memory.renewed_at as number) < renewalMs;
    if (!isWhole || !isFresh) remember({});
    if (isWhole) tellFeatures();
    isOpen = mayRemember || options?.cookieless;
    if (!isWhole || isOpen) held.splice(0).forEach(carryOut);
  }

  function tellFeatures(): void {
    for (const hook of tag._onConsent) neverThrows(hook, onError)(decided);
  }

  function changeConsent(change: ConsentChange, isDefault?: boolean): void {
    consent = changedConsent(consent, change);
    if (!isDefault) decided = changedConsent(decided, change);
    if (isBegun) settle();
  }

  function start(): void {
    const _options = options as InitOptions;
    const { key, endpoint = defaultEndpoint, cookieDomain, autoPage, spa, hash } = _options;
    const url = `${endpoint.replace(/\/$/, '')}/e`;
    cookie = createVisitorCookie(page, cookieDomain, note);
    queue = createQueue(page, createTransport(page, url, note), key, note);
    if (isWhole) {
      tag = {
        _page: page,
        _options,
        _url: url,
        _cookie: cookie,
        _carryOut: carryOut,
        _verbs: verbs,
        _current: () => current,
        _held: () => held,
        _steps: [],
        _onConsent: [],
        _may: (purpose) => consent.analytics !== 'denied' && consent[purpose] !== 'denied',
        _changeConsent: changeConsent,
        _visitor: visitor,
        _remember: remember,
        _resend: queue,
        _isOpen: () => isOpen,
        _settle: settle,
        _note: note,
      };
      if (_options.debug) notes?.[1]();
      changeConsent(_options.consent, true);
      // Who signals Global Privacy Control objects to being sold or shared: https://www.w3.org/TR/gpc/
      if ((page.navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)
        changeConsent({ ads: 'denied' }, true);
      for (const feature of features) neverThrows(feature, onError)(tag);
      // What was said of consent meanwhile holds from the start: nothing is kept or sent by what held before.
      held = held.filter(
        ([, , verb, [change]]) => verb !== 'consent' || neverThrows(changeConsent, onError)(change as ConsentChange),
      );
    }
    if (autoPage !== false) {
      const view = (at: number, url: string, isAgain?: boolean) => carryOut([at, url, 'page', [undefined, isAgain]]);
      held.unshift([...arrival, 'page', isWhole ? [undefined, landing._shownAgain] : []]);
      if (isWhole && spa !== false) neverThrows(watchViews, onError)(page, landing.url, hash, view);
    }
    isBegun = true;
    settle();
  }

  const record: RecordEvent = (fields, urgency, isAgain) => {
    const [at, url] = current;
    let event: BatchEvent | null | undefined = { id: uuidV7(at), occurred_at: at, url: scrubUrl(url), ...fields };
    if (isWhole) {
      event.consent = consent;
      for (const step of tag._steps) {
        event = step(event, isAgain);
        if (!event) return;
      }
    }
    const json = eventJson(event, note);
    const visitorId = visitor_id as string;
    const onSettled = isWhole ? tag._keep?.(event, json, visitorId) : undefined;
    queue({ _json: json, _visitorId: visitorId, _urgency: urgency, _onSettled: onSettled });
  };

  const verbs: Record<string, (...args: never[]) => void> = {
    init(given: InitOptions) {
      if (options || !given.key) return;
      options = given;
      whenActivated(page.document, neverThrows(start, onError));
    },
    ...createVerbs(
      page.document,
      visitor,
      remember,
      () => current,
      () => {
        const [at, url] = current;
        if (isWhole && url !== landing.url) return arrive({ url, referrer: '', occurred_at: at, _shownAgain: false });
        const touch = newTouch;
        newTouch = null;
        return touch;
      },
      record,
    ),
  };
  if (isWhole) {
    verbs['consent'] = (change: ConsentChange) => changeConsent(change);
    verbs['debug'] = notes?.[1] as () => void;
  }

  const carryOut = neverThrows((call: Call) => {
    const [, , verb, args] = call;
    if (isOpen || /init|debug/.test(verb) || (isWhole && tag && verb === 'consent')) {
      current = call;
      (verbs[verb] as (...args: unknown[]) => void)(...args);
    } else {
      if (!isWhole || held.length < maxHeld) held.push(call);
      note('held', call);
    }
  }, onError);

  return [carryOut, createApi(page, verbs, carryOut)];
}
