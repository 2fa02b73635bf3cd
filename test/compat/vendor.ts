/** Whose APIs are spoken, and what must be known of each to call it. */
export const VENDORS = ['nexor', 'brandwave', 'chase', 'affonso', 'whop'] as const;
export type Vendor = (typeof VENDORS)[number];

/** Our own words have vectors and cases as the vendors' have, but nobody else's document to hold them against. */
export const SPOKEN = [...VENDORS, 'native'] as const;
export type Spoken = (typeof SPOKEN)[number];

/** How many points of each document are shown at least. */
export const FLOORS: Readonly<Record<Vendor, number>> = { nexor: 30, brandwave: 45, chase: 12, affonso: 55, whop: 65 };

/** The headers that carry a key. */
export function credentialsOf(spoken: string, key: string): Record<string, string> {
  return spoken === 'nexor' || spoken === 'chase' ? { 'x-api-key': key } : { authorization: `Bearer ${key}` };
}
