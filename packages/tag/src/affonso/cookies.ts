import { cookieDomains } from '../visitor/cookie-domains.ts';

/** All cookies of the page, after one is written if there is one to write; nothing where the page may have none. */
function cookies(written?: string): string {
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is neither in all browsers nor on http.
    if (written) document.cookie = written;
    return document.cookie;
  } catch {
    // In a sandboxed frame the mere mention of cookies throws.
    return '';
  }
}

/** The value of a cookie, whose name needs no escape; `undefined` where there is none. */
export function readCookie(name: string): string | undefined {
  return cookies().match(`(^|; )${name}=([^;]*)`)?.[2];
}

/**
 * Keeps a value that needs no escape for so many days, on the widest domain that the browser accepts; for none, it is
 * deleted. Where the browser keeps nothing, nothing happens.
 */
export function writeCookie(name: string, value: string, days: number): void {
  const secure = location.protocol === 'https:' ? ';secure' : '';
  const rest = `;path=/;max-age=${days * 86_400};samesite=lax${secure};domain=`;
  cookieDomains(location.hostname).find((domain) => {
    cookies(`${name}=${value}${rest}${domain}`);
    return readCookie(name) === value;
  });
}
