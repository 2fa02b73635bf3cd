import Cookies from 'js-cookie';
import { cookieDomains } from './cookie-domains.ts';
import { fitVisitor } from './fit-visitor.ts';
import { neverThrows } from './never-throws.ts';
import type { PageWindow } from './page-window.ts';
import type { Visitor } from './visitor.ts';

/** The cookie's name. Its value is a {@link Visitor}: `JSON.parse(decodeURIComponent(value))` reads it anywhere. */
const cookieName = '_cst';

/** Browsers refuse more than 4,096 bytes of name and value, and do so in silence. */
const maxBytes = 3590;

/** Browsers keep a cookie for 400 days at most; each page that is loaded renews it. */
const expiryDays = 390;

export interface VisitorCookie {
  /** The newest that is known, be it in a cookie or only in this page. Nothing at all before the first write. */
  _read(): Partial<Visitor>;
  /** Keeps a visitor in the cookie or, where the browser refuses, for as long as the page lives. Returns the domain. */
  _write(visitor: Visitor): string | undefined;
}

/** The cookie that holds the visitor, on the given domain or else on the widest one that the browser accepts. */
export function createVisitorCookie(page: PageWindow, domain: string | undefined): VisitorCookie {
  let domains = domain === undefined ? cookieDomains(page.location.hostname) : [domain.replace(/^\./, ''), ''];
  let written: Partial<Visitor> = {};

  return {
    _read() {
      let newest = written;
      // Cookies of one name on different domains all arrive, in no order; js-cookie would read only one of them.
      const readOne = neverThrows((cookie: string) => {
        if (!cookie.startsWith(`${cookieName}=`)) return;
        const json = decodeURIComponent(cookie.slice(cookieName.length + 1));
        const { visitor_id, ts, user_id, first, last }: Visitor = JSON.parse(json);
        const isNewer = !((newest.ts as number) >= ts);
        if (isNewer && /^[\w-]{36}$/.test(visitor_id)) newest = { visitor_id, ts, user_id, first, last };
      });
      neverThrows(() => page.document.cookie.split('; ').forEach(readOne))();
      return newest;
    },

    _write(visitor) {
      written = visitor;
      const json = fitVisitor(visitor, maxBytes);
      // In a sandboxed frame the mere mention of cookies throws.
      neverThrows(() => {
        domains = [
          domains.find((domain) => {
            const cookie = Cookies.set(cookieName, json, {
              expires: expiryDays,
              sameSite: 'Lax',
              secure: page.location.protocol === 'https:',
              domain,
            }) as string;
            return page.document.cookie.includes(cookie.split(';')[0] as string);
          }) ?? '',
        ];
      })();
      return domains[0];
    },
  };
}
