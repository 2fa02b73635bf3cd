import type { HttpContext } from '../../context.ts';

/** What is known of where a click led: whoever reports it does not say. */
export interface Visited {
  /** The page that reported it. */
  page: string | null;
  /** Where the link leads. */
  destination_url: string | null;
  /** Hosts to which the program's links may lead. */
  allowed_hosts: readonly string[];
  code: string | null;
  parameters: Readonly<Record<string, string>>;
}

/**
 * The address of the page that a click led to, as far as it is known, with what was said of its campaign: the page itself,
 * where its link leads, the program's site, or at last the link's own address.
 */
export function visitedPage({ publicUrl }: Pick<HttpContext, 'publicUrl'>, visited: Visited): string {
  const { page, destination_url, allowed_hosts, code, parameters } = visited;
  const [host] = allowed_hosts;
  const link = `${publicUrl()}/go/${code ?? ''}`;
  const known = [page, destination_url, host === undefined ? null : `https://${host}/`, link].find(isPage) ?? link;
  if (!URL.canParse(known)) return known;
  const url = new URL(known);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function isPage(text: string | null): text is string {
  return text !== null && /^https?:/i.test(text) && URL.canParse(text);
}
