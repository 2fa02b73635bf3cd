/** The browser as the Clickstitch tag knows it, as far as an order needs it. */
export interface ShopVisitor {
  visitor_id?: string;
  /** Of the latest arrival, when it came through a link of the collector. */
  click_id?: string;
}

const COOKIE = '_cst';
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Reads the tag's first-party cookie from a `Cookie` header. It is the visitor's to write, so nothing in it is taken on
 * trust: whatever does not look like an id is left out. Of several cookies with the name the newest counts, as in the
 * tag itself.
 */
export function readVisitorCookie(header: string | undefined): ShopVisitor {
  const values = (header ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${COOKIE}=`))
    .map((part) => parseValue(part.slice(COOKIE.length + 1)));
  const newest = values.sort((a, b) => timeOf(b) - timeOf(a))[0];
  const visitor_id = readId(newest, 'visitor_id');
  const click_id = readId(newest, 'last', 'click_ids', 'cs_click', 'value');
  return {
    ...(visitor_id === undefined ? {} : { visitor_id }),
    ...(click_id?.startsWith('clk_') ? { click_id } : {}),
  };
}

function parseValue(value: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(value));
  } catch {
    return undefined;
  }
}

function timeOf(cookie: unknown): number {
  const ts = readPath(cookie, ['ts']);
  return typeof ts === 'number' ? ts : Number.NEGATIVE_INFINITY;
}

function readId(cookie: unknown, ...path: string[]): string | undefined {
  const id = readPath(cookie, path);
  return typeof id === 'string' && ID.test(id) ? id : undefined;
}

function readPath(value: unknown, path: string[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) {
      return undefined;
    }
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}
