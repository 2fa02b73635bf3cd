import type { KeyChoice } from './bad-input.ts';
import type { Stand } from './stand.ts';
import { credentialsOf, type Spoken } from './vendor.ts';

/** The keys that requests of one vendor's form are sent with, right ones and wrong ones. */
export interface Keys {
  /** The headers of a choice; a key of the vendor's is a new one each time, made for the account if one is named. */
  headers(choice: KeyChoice, account?: string): Promise<Record<string, string>>;
}

/** A dialect whose requests carry their key in the same header. */
export const OTHER: Readonly<Record<Spoken, Spoken>> = {
  nexor: 'chase',
  chase: 'nexor',
  brandwave: 'whop',
  whop: 'brandwave',
  affonso: 'brandwave',
  native: 'whop',
};

export function createKeys(stand: Stand, spoken: Spoken): Keys {
  async function keyOf(choice: Exclude<KeyChoice, 'none'>, account: string | undefined): Promise<string> {
    if (choice === 'own') return stand.createKey(spoken, account === undefined ? {} : { account });
    if (choice === 'other_dialect') return stand.createKey(OTHER[spoken]);
    if (choice === 'read_only') return stand.createKey(spoken, { scopes: ['read'] });
    if (choice === 'revoked') return stand.createRevokedKey(spoken);
    return stand.collector.keys.publishable_key;
  }
  return {
    async headers(choice, account) {
      return choice === 'none' ? {} : credentialsOf(spoken, await keyOf(choice, account));
    },
  };
}
