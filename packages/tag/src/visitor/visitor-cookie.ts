import Cookies from 'js-cookie';
import { neverThrows } from '../browser/never-throws.ts';
import type { TakeNote } from '../browser/notes.ts';
import type { PageWindow } from '../browser/page-window.ts';
import { isWhole } from '../build.ts';
import { cookieDomains } from './cookie-domains.ts';
import { fitVisitor } from './fit-visitor.ts';
import type { Visitor } from './visitor.ts';

/** The cookie's name. Its value is a {@link Visitor}: `JSON.parse(decodeURIComponent(value))` reads it anywhere. */
export const cookieName = '_cst';

/** Browsers refuse more than 4,096 bytes of name and value, and do so in silence. */
const maxBytes = 3550;

/** Seconds: browsers keep a cookie for 400 days at most; each page that is loaded renews it. */
const maxAge = `${390 * 86_400}`;

/** An age that no cookie has takes it away. */
const gone = '-1';

export interface VisitorCookie {
  /** The domain that the cookie is on; empty for this host alone. */
  _domain(): string;
  /** All cookies that the page may read. */
  _all(): string;
  /** The newest that any cookie of the name holds. */
  _read(): Partial<Visitor>;
  _write(visitor: Visitor): void;
  /** The cookie, or another of that name; on whatever domain it is. */
  _delete?(name?: string): void;
  /** Another cookie, on the same domain; for so many seconds. */
  _set?(name: string, value: string, maxAge: number): void;
}

/** The cookie that holds the visitor, on the given domain or else on the widest one that the browser accepts. */
export function createVisitorCookie(page: PageWindow, given: string | undefined, note: TakeNote): VisitorCookie {
  const { document, location } = page;
  let widest = given?.replace(/^\./, '');

  function all(): string {
    try {
      return `${document.cookie}`;
    } catch {
      return '';
    }
  }

  /** Whether the browser has taken it. In a sandboxed frame the mere mention of cookies throws. */
  function set(domain: string, maxAge: string, value = '', name = cookieName): boolean {
    try {
      const secure = location.protocol === 'https:';
      const attributes = { __proto__: null, path: '/', 'max-age': maxAge, sameSite: 'Lax', secure, domain } as const;
      const cookie = Cookies.set(name, value, attributes) as string;
      return all().includes(cookie.split(';')[0] as string);
    } catch {
      return false;
    }
  }

  /** By a cookie of another name each time: tabs do not meet, and none is left over that would say yes for another. */
  function domain(): string {
    const probe = cookieName + Math.random();
    const accepts = (domain: string) => set(domain, '3', '1', probe) && !set(domain, gone, '', probe);
    widest ??= cookieDomains(location.hostname).find(accepts) ?? '';
    return widest;
  }

  const cookie: VisitorCookie = {
    _domain: domain,
    _all: all,

    _read() {
      let newest: Partial<Visitor> = { ts: 0 };
      const readOne = neverThrows((cookie: string) => {
        if (!cookie.startsWith(`${cookieName}=`)) return;
        const json = decodeURIComponent(cookie.slice(cookieName.length + 1));
        const visitor: Visitor = JSON.parse(json);
        const { visitor_id, ts, renewed_at, user_id, first, last } = visitor;
        if (ts > (newest.ts as number) && /^[\w-]{36}$/.test(visitor_id))
          // Nothing else: another host of the site could have put in what never fits again.
          newest = isWhole ? { visitor_id, ts, renewed_at, user_id, first, last } : visitor;
      });
      // Cookies of one name on different domains all arrive, in no order; js-cookie would read only one of them.
      all().split('; ').forEach(readOne);
      return newest;
    },

    _write(visitor) {
      const json = fitVisitor(visitor, maxBytes);
      const isSet = set(domain(), maxAge, json) || (isWhole && set('', maxAge, json));
      if (isWhole && !isSet) note('not_stored', visitor);
    },
  };
  if (isWhole) {
    cookie._set = (name, value, maxAge) => set(domain(), `${maxAge}`, value, name);
    cookie._delete = (name) => {
      for (const domain of [widest, ...cookieDomains(location.hostname)]) set(domain ?? '', gone, '', name);
    };
  }
  return cookie;
}
