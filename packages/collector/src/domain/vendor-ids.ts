import { DAY } from './time.ts';

/** What ad platforms and analytics know a browser by, read from their cookies; ids byte for byte as they stood there. */
export interface VendorIds {
  /** Google Analytics' client id: `1234567890.1700000000`. */
  ga_client_id?: string;
  /** Google Analytics' session ids by stream: what follows `_ga_` in the cookie's name, and `G-` in a measurement id. */
  ga_session_ids?: Record<string, string>;
  /** The latest click on a Google ad that Google's own tag saw. */
  gcl_aw?: { gclid: string; clicked_at: number };
  /** Meta's click and browser, each as the whole cookie, which is what Meta asks for. */
  fbc?: string;
  fbp?: string;
  /** Cookies that are ids as they stand, by name: `_ttp`, `_scid`, `_rdt_uuid`, … */
  cookies?: Record<string, string>;
}

interface VendorIdsRead {
  /** `undefined` where no cookie could be read. */
  ids: VendorIds | undefined;
  /** Cookies in which no id was found. */
  unreadable: string[];
  /** `_fbc` of a click that Meta takes no more. */
  is_fbc_too_old: boolean;
}

export const VENDOR_IDS_MAX = 40;
const NAME_MAX = 100;
const VALUE_MAX = 1_000;

/**
 * Meta refuses clicks of more than 90 days ago.
 * https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc
 */
const FBC_MAX_AGE = 90 * DAY;

/** Reads vendors' cookies as they were at `at` (ms UTC). What is no id of its vendor's form is told, and not kept. */
export function readVendorIds(cookies: Readonly<Record<string, string>>, at: number): VendorIdsRead {
  const ids: VendorIds = {};
  const sessions: [string, string][] = [];
  const others: [string, string][] = [];
  const unreadable: string[] = [];
  let isTooOld = false;

  for (const [index, [name, value]] of Object.entries(cookies).entries()) {
    if (index >= VENDOR_IDS_MAX || name.length > NAME_MAX || value.length > VALUE_MAX || value === '') {
      unreadable.push(name);
    } else if (name === '_ga') {
      keep(name, gaClientId(value), (id) => {
        ids.ga_client_id = id;
      });
    } else if (name.startsWith('_ga_')) {
      keep(name, gaSessionId(value), (id) => sessions.push([name.slice('_ga_'.length), id]));
    } else if (name === '_gcl_aw') {
      keep(name, googleClick(value), (click) => {
        ids.gcl_aw = click;
      });
    } else if (name === '_fbc') {
      keep(name, metaTime(value), (clickedAt) => {
        isTooOld = at - clickedAt > FBC_MAX_AGE;
        if (!isTooOld) ids.fbc = value;
      });
    } else if (name === '_fbp') {
      keep(name, metaTime(value), () => {
        ids.fbp = value;
      });
    } else {
      others.push([name, value]);
    }
  }
  if (sessions.length > 0) ids.ga_session_ids = Object.fromEntries(sessions);
  if (others.length > 0) ids.cookies = Object.fromEntries(others);
  return { ids: Object.keys(ids).length > 0 ? ids : undefined, unreadable, is_fbc_too_old: isTooOld };

  function keep<Read>(name: string, read: Read | undefined, put: (read: Read) => void): void {
    if (read === undefined) unreadable.push(name);
    else put(read);
  }
}

/** What an event holds of whom, without the ids themselves: the cookies' names. */
export function vendorCookieNames(ids: VendorIds): string[] {
  return [
    ...(ids.ga_client_id === undefined ? [] : ['_ga']),
    ...Object.keys(ids.ga_session_ids ?? {}).map((stream) => `_ga_${stream}`),
    ...(ids.gcl_aw ? ['_gcl_aw'] : []),
    ...(ids.fbc === undefined ? [] : ['_fbc']),
    ...(ids.fbp === undefined ? [] : ['_fbp']),
    ...Object.keys(ids.cookies ?? {}),
  ];
}

/** `GA1.2.1234567890.1700000000`: what counts are the last two parts, for those before them tell of the domain. */
function gaClientId(value: string): string | undefined {
  return /^GA\d\.[\d-]+\.(\d+\.\d+)$/.exec(value)?.[1];
}

/** `GS1.1.<session>.<number>.…`, or since 2025 `GS2.1.s<session>$o<number>$g…` with its fields in any order. */
function gaSessionId(value: string): string | undefined {
  const first = /^GS1\.[\d-]+\.(\d+)(?:\.|$)/.exec(value);
  if (first) return first[1];
  const fields = /^GS2\.[\d-]+\.(.+)$/.exec(value)?.[1]?.split('$') ?? [];
  return fields.find((field) => /^s\d+$/.test(field))?.slice(1);
}

/** `GCL.<seconds>.<gclid>` */
function googleClick(value: string): { gclid: string; clicked_at: number } | undefined {
  const [, seconds, gclid] = /^GCL\.(\d{9,10})\.([\w.-]+)$/.exec(value) ?? [];
  return seconds === undefined || gclid === undefined ? undefined : { gclid, clicked_at: Number(seconds) * 1_000 };
}

/**
 * When a cookie of Meta's was made, in ms UTC: `fb.<labels of its domain less one>.<ms>.<payload>`, and what Meta's own
 * library may append. https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc
 */
function metaTime(value: string): number | undefined {
  const at = /^fb\.\d\.(\d{13})\.[^.\s]+(?:\.[^.\s]+)?$/.exec(value)?.[1];
  return at === undefined ? undefined : Number(at);
}
