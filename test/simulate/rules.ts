import { ours } from './ours.ts';
import type { Rule } from './rule.ts';
import { everythingIsOne } from './rules/everything-is-one.ts';
import { lastCookie } from './rules/last-cookie.ts';
import { lastUserOwnsDevice } from './rules/last-user-owns-device.ts';

/** Our rules, and plain ones that are told the same. */
export const RULES = {
  clickstitch: ours,
  last_cookie: lastCookie,
  last_user_owns_device: lastUserOwnsDevice,
  everything_is_one: everythingIsOne,
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
