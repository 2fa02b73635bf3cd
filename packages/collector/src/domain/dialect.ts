/** Whose words a key speaks. */
export const DIALECTS = ['native', 'nexor', 'brandwave', 'chase', 'affonso', 'whop'] as const;

export type DialectName = (typeof DIALECTS)[number];

/** With what secret keys of a dialect begin, as its vendor's do; no two begin alike. */
const KEY_BEGINNINGS: Readonly<Record<DialectName, string>> = {
  native: 'cs_sk',
  nexor: 'nxr',
  brandwave: 'bw',
  chase: 'chase',
  affonso: 'sk',
  whop: 'apik',
};

/** With what a secret key of a dialect begins, such as `nxr_live_`. */
export function keyPrefixOf(dialect: DialectName, isTest = false): string {
  return `${KEY_BEGINNINGS[dialect]}_${isTest ? 'test' : 'live'}_`;
}

/** The dialect that a secret key speaks, by how it begins; `undefined` where it begins like none. */
export function dialectOfKey(key: string): DialectName | undefined {
  return DIALECTS.find((name) => key.startsWith(keyPrefixOf(name)) || key.startsWith(keyPrefixOf(name, true)));
}
