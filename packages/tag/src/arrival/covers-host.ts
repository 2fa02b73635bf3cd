/** Whether `host` is `domain` or a subdomain of it. No domain covers nothing. */
export function coversHost(domain: string | undefined, host: string): boolean {
  return `.${host}`.endsWith(`.${domain}`);
}
