import { createHmac, timingSafeEqual } from 'node:crypto';
import { isClickId } from '../domain/ids.ts';
import { HOUR } from '../domain/time.ts';

/** Remembers by which click a browser followed a link, so that following it again is not another one. */
export const GO_COOKIE = 'cs_go';

/** For so many milliseconds it is the same click. */
export const GO_COOKIE_AGE = HOUR;

export interface GoClick {
  code: string;
  click_id: string;
  /** ms UTC */
  clicked_at: number;
}

/** `code~click~time~signature`: nobody can put a click there that the link did not make. */
export function writeGoCookie(click: GoClick, secret: string): string {
  const text = `${click.code}~${click.click_id}~${click.clicked_at.toString(36)}`;
  return `${text}~${signatureOf(text, secret)}`;
}

/** The click of a link that a browser's cookies name, where it is signed, of this code, and not an hour old; else `undefined`. */
export function readGoCookie(
  cookies: string | undefined,
  code: string,
  secret: string,
  now: number,
): string | undefined {
  for (const cookie of cookies?.split(';') ?? []) {
    const [name, value = ''] = cookie.trim().split('=', 2);
    const [ownCode, clickId = '', at = '', signature = '', ...rest] = name === GO_COOKIE ? value.split('~') : [];
    if (ownCode !== code || !isClickId(clickId) || rest.length > 0) continue;
    const age = now - Number.parseInt(at, 36);
    if (!(age >= 0 && age < GO_COOKIE_AGE)) continue;
    if (isSigned(`${ownCode}~${clickId}~${at}`, signature, secret)) return clickId;
  }
  return undefined;
}

function isSigned(text: string, signature: string, secret: string): boolean {
  const [expected, given] = [Buffer.from(signatureOf(text, secret)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function signatureOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(`go ${text}`).digest('base64url');
}
