/**
 * Whether a browser on this origin may use a key. Compares parsed hosts, exactly or as a subdomain behind a dot, and
 * never by a pattern. It keeps noise out; it authenticates nobody, for whoever is not a browser sends what it likes.
 */
export function isOriginAllowed(origins: readonly string[], origin: string | undefined): boolean {
  if (origins.length === 0) return true;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return isHostAmong(origins, new URL(origin).hostname);
}

/** Whether a parsed host is one of these, or below one of them behind a dot. */
export function isHostAmong(hosts: readonly string[], host: string): boolean {
  return hosts.some((one) => host === one || host.endsWith(`.${one}`));
}

/** The host that an entry of an origin list names, be it written as a host or as an origin; else `undefined`. */
export function allowedHostOf(entry: string): string | undefined {
  const text = entry.includes('://') ? entry : `https://${entry}`;
  return URL.canParse(text) && !/[*\s]/.test(entry) ? new URL(text).hostname || undefined : undefined;
}
