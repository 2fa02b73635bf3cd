import { isDeepStrictEqual } from 'node:util';
import { refuse } from './reward-fields.ts';

/** Why a documented field cannot be changed, by its name. */
export type Fixed = Readonly<Record<string, string>>;

/**
 * Nothing that is sent is passed over in silence: what we have no counterpart for may be sent as it is shown, and is refused
 * otherwise. Throws `invalid` that names the field.
 */
export function refuseFixed(body: object, shown: Readonly<Record<string, unknown>>, fixed: Fixed): void {
  for (const [field, why] of Object.entries(fixed)) {
    const given = (body as Record<string, unknown>)[field];
    const same = typeof given === 'string' ? given.toLowerCase() === String(shown[field]).toLowerCase() : false;
    if (given === undefined || same || isDeepStrictEqual(given, shown[field])) continue;
    refuse(field, `cannot be set: ${why}`);
  }
}
