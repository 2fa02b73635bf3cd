/** Seconds after which a link that was kept or sent to somebody is worth nothing; and by which a clock may be set right meanwhile. */
const maxAge = 120;
const tolerance = 10;

/** What tells browsers from each other a little. */
type Browser = Pick<Navigator, 'userAgent' | 'language'>;

/**
 * The value of the parameter, `1.<seconds>.<check>.<payload>`: as in AMP's linker the check ties it to this browser and this
 * time (https://github.com/ampproject/amphtml/blob/main/extensions/amp-analytics/linker-id-receiving.md). It is no secret and
 * no signature: it keeps away who was sent a copied link, and not who wants to get in.
 */
export function createLinkParameter(json: string, at: number, browser: Browser): string {
  // ASCII, which is all that `btoa` takes; as JSON it is the same.
  const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const payload = btoa(ascii).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
  const time = Math.floor(at / 1000).toString(36);
  return `1.${time}.${checkOf(time, payload, browser)}.${payload}`;
}

/** The JSON that a parameter holds. Throws in words why it does not count. `at`: when the visitor came with it. */
export function readLinkParameter(value: string, at: number, browser: Browser): string {
  const [, time, check, payload] = /^1\.([\da-z]{1,8})\.([\da-z]{1,7})\.([\w-]{1,4000})$/.exec(value) ?? [];
  if (!time || !payload) throw 'malformed';
  const age = at / 1000 - Number.parseInt(time, 36);
  if (!(age > -tolerance && age < maxAge + tolerance)) throw 'expired';
  if (check !== checkOf(time, payload, browser)) throw 'made in another browser, or changed';
  return atob(payload.replace(/-/g, '+').replace(/_/g, '/'));
}

/** FNV-1a of what the two pages of one browser agree in. Not by `crypto.subtle`, which http pages lack. */
function checkOf(time: string, payload: string, { userAgent, language }: Browser): string {
  let hash = 0x811c9dc5;
  for (const char of [userAgent, language, new Date().getTimezoneOffset(), time, payload].join())
    hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
  return (hash >>> 0).toString(36);
}
