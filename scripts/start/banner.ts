import type { DevKeys } from './dev-keys.ts';
import type { Places } from './places.ts';

/** What to know once both are running. */
export function banner(
  { collectorUrl, shopUrl, keyFile, collectorLog }: Places,
  keys: DevKeys,
  snippet: string,
): string {
  return `
  ────────────────────────────────────────────────────────────────────────

  Demo shop    ${shopUrl}/links.html   come in through an ad, then buy
  Collector    ${collectorUrl}

  Keys         ${keys.publishable_key}   for pages
               ${keys.secret_key}   for servers, keep it secret

  Snippet      for the <head> of your own pages:

${snippet}

  Sales        curl -H "Authorization: Bearer ${keys.secret_key}" \\
                 ${collectorUrl}/v1/conversions

  Keys are kept in ${keyFile}, the collector's log in ${collectorLog}.
  Stop with Ctrl-C; the data stays.
  ────────────────────────────────────────────────────────────────────────
`;
}
