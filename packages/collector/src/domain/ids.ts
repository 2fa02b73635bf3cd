import { hash } from 'node:crypto';
import { v7 } from 'uuid';

/** A new UUIDv7: ordered by time, so that a key made from it appends to its index instead of scattering over it. */
export function mintId(): string {
  return v7();
}

/** A new click id: `clk_` and 32 hex digits, so that it survives a URL and Stripe's `client_reference_id`. */
export function mintClickId(): string {
  return `clk_${v7().replaceAll('-', '')}`;
}

/** Id of the command that records a click: the same digits, so that the log can be sought by the click. */
export function commandIdOfClick(clickId: string): string {
  return (clickId.startsWith('clk_') ? uuidOf(clickId.slice('clk_'.length)) : undefined) ?? clickId;
}

/** A name for somebody who is to be known no more: it follows from nothing. */
export function mintPseudonym(): string {
  return `erased_${v7().replaceAll('-', '')}`;
}

export function isClickId(value: string): boolean {
  return /^clk_[A-Za-z0-9_-]{16,64}$/.test(value);
}

/**
 * An id that follows from what it names (UUIDv8, RFC 9562): the same parts give the same id in whatever order
 * facts arrive.
 */
export function derivedId(...parts: readonly string[]): string {
  const hex = hash('sha256', parts.join('\u0000'), 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

/** SHA-256 of a secret or of a lookup value, as stored in place of it: 43 characters base64url. */
export function digestOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

const DIGITS = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The UUID with these 32 digits; `undefined` of anything else. */
export function uuidOf(digits: string): string | undefined {
  return DIGITS.test(digits) ? digits.replace(DIGITS, '$1-$2-$3-$4-$5') : undefined;
}

const SHOWN_ELSEWHERE = /^(?:com|earn|aff|prog|inc|pay|cpn)_/;

/** Our id of what a vendor's callers know by its digits, such as `com_0192…`; any other id as it is. */
export function ownIdOf(id: string): string {
  return (SHOWN_ELSEWHERE.test(id) ? uuidOf(id.replace(SHOWN_ELSEWHERE, '')) : undefined) ?? id;
}
