import type { User } from '../api.ts';

/** Whom a call of `identify` names: by id, by all that is known, or by both. */
export function userOf(who: unknown, more: unknown): User {
  return { ...(more as User), ...(typeof who === 'object' ? (who as User) : { user_id: who as string }) };
}
