/** What somebody asked for, other than the page itself. */
export interface Asked {
  method: string;
  path: string;
  /** As text; unpacked where it was packed. */
  body: string;
  /** The length of the script that was answered, as it was sent; 0 where it was none. */
  script_bytes: number;
}

/** One tag on one page. */
export interface Contender {
  name: string;
  /** The scripts that it is served with, by path on its host. */
  scripts: ReadonlyMap<string, string>;
  /** Where it is served from, and what it reports to, beside the site; without a port. */
  host: string;
  /** What its documentation has a site put into the head, given the origin of its host. */
  head(origin: string): string;
  /** Says whether a request tells of a page view. */
  isPageView(asked: Asked): boolean;
  /** What its server answers to the calls of its client; 202 and `{}` where it is not said. */
  answers?: ReadonlyMap<string, unknown>;
}
