import { z } from 'zod';
import { isEmailAddress } from '../email-address.ts';
import { FAULTS } from './error-envelope.ts';

/** Fields that both of Chase's requests share, with what FastAPI says of a value that is not right. */

/** What is said of a value that is left out, or is of another type. */
export const expected = (type: 'string_type' | 'dict_type' | 'list_type') => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? FAULTS.missing : FAULTS[type]),
});

export const email = z.string(expected('string_type')).refine(isEmailAddress, FAULTS.value_error);

/** Its framework counts code points, of which an emoji is one. */
export function text(min: number, max: number) {
  return z
    .string(expected('string_type'))
    .min(min, `${FAULTS.string_too_short} ${min} character`)
    .refine((value) => value.length <= max || [...value].length <= max, `${FAULTS.string_too_long} ${max} characters`);
}
