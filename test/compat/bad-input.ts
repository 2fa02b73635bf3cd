import { fieldsOf, flagOf, listOf, numberOf, oneOf, textOf } from './checked.ts';
import { type Asked, REQUEST_KEYS, readSetup, requestOf } from './request.ts';
import { readId } from './vector.ts';

/** Whose key a request is sent with. */
export const KEY_CHOICES = ['own', 'none', 'revoked', 'read_only', 'publishable', 'other_dialect'] as const;
export type KeyChoice = (typeof KEY_CHOICES)[number];

/** A request that may be wrong, and how it must be answered. */
export interface BadInput {
  id: string;
  /** Documented points that hold if it is answered so. */
  shows: readonly string[];
  /** Native requests that come before. */
  setup: readonly Asked[];
  request: Asked;
  key: KeyChoice;
  /** The account that its key is made for. */
  account?: string;
  status: number;
  /** Words that the reply must say, in whatever case. */
  says: readonly string[];
  /** It is unusual and still allowed: it must be stored. */
  stores: boolean;
}

const KEYS = [...REQUEST_KEYS, 'id', 'shows', 'setup', 'key', 'account', 'status', 'says', 'stores'];

/** Throws, with the place, where the file's JSON is not an array of cases of this folder. */
export function readBadInput(value: unknown, where: string, folder: string): BadInput[] {
  return listOf(value, where, (item, at) => {
    const fields = fieldsOf(item, at, KEYS, ['id', 'method', 'path', 'status', 'says']);
    const id = readId(fields['id'], `${at}.id`, folder);
    const place = `${at} (${id})`;
    const stores = flagOf(fields['stores'] ?? false, `${place}.stores`);
    const status = numberOf(fields['status'], `${place}.status`);
    const says = listOf(fields['says'], `${place}.says`, textOf);
    if (status >= 500) throw new Error(`${place}: bad input is never answered ${status}`);
    if (status >= 400 && says.length === 0) throw new Error(`${place}: an error must say something`);
    if (status >= 400 && stores) throw new Error(`${place}: what is refused is not stored`);
    return {
      id,
      shows: listOf(fields['shows'] ?? [], `${place}.shows`, textOf),
      setup: listOf(fields['setup'] ?? [], `${place}.setup`, readSetup),
      request: requestOf(fields, place),
      key: oneOf(fields['key'] ?? 'own', `${place}.key`, KEY_CHOICES),
      ...('account' in fields ? { account: textOf(fields['account'], `${place}.account`) } : {}),
      status,
      says,
      stores,
    };
  });
}
