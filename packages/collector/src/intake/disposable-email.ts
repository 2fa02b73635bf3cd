import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';

const DISPOSABLE = disposableEmailBlocklistSet();

/**
 * The domain by which an address is known to be thrown away after use, be it the address's own or one above it; else
 * `undefined`. The list is the one that github.com/disposable-email-domains keeps (CC0).
 */
export function disposableDomainOf(email: string): string | undefined {
  const labels = email
    .slice(email.lastIndexOf('@') + 1)
    .toLowerCase()
    .split('.');
  for (let from = 0; from < labels.length - 1; from += 1) {
    const domain = labels.slice(from).join('.');
    if (DISPOSABLE.has(domain)) return domain;
  }
  return undefined;
}
