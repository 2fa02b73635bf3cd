/** Who is at the browser, as far as the tag knows. */
export interface Visitor {
  visitor_id?: string;
  /** Of the latest arrival, where it came through a link of the collector. */
  click_id?: string;
}

interface TagCookie {
  visitor_id?: unknown;
  ts?: unknown;
  last?: { click_ids?: { cs_click?: { value?: unknown } } };
}

const VISITOR_ID = /^[0-9a-f-]{36}$/;
const CLICK_ID = /^clk_[A-Za-z0-9_-]{1,60}$/;

/** Reads the tag's first-party cookie. It is the visitor's to write, so what does not look like an id is left out. */
export function readVisitor(cookies: string | undefined): Visitor {
  const [newest] = (cookies ?? '')
    .split(/; */)
    .filter((cookie) => cookie.startsWith('_cst='))
    .map((cookie) => parse(cookie.slice('_cst='.length)))
    .sort((a, b) => Number(b.ts ?? 0) - Number(a.ts ?? 0));
  const visitor_id = textLike(VISITOR_ID, newest?.visitor_id);
  const click_id = textLike(CLICK_ID, newest?.last?.click_ids?.cs_click?.value);
  return { ...(visitor_id && { visitor_id }), ...(click_id && { click_id }) };
}

function parse(value: string): TagCookie {
  try {
    return (JSON.parse(decodeURIComponent(value)) as TagCookie | null) ?? {};
  } catch {
    return {};
  }
}

function textLike(form: RegExp, value: unknown): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
