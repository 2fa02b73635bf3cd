import { AppError } from '../domain/errors.ts';
import type { Reporter } from '../domain/provider.ts';
import { beginningOf } from '../domain/text.ts';
import { OBJECT_MAX_BYTES } from '../wire/conversion.ts';

/** A key that is refused is told up to this length, for it may be as long as the body. */
const TOLD_OF_A_KEY = 100;

/** What is kept as it came has a bound, all of it together. Throws `invalid` that names the first key beyond it. */
export function assertFits(raw: Readonly<Record<string, unknown>>, dialect: Reporter): void {
  let bytes = 2;
  for (const [key, value] of Object.entries(raw)) {
    bytes += Buffer.byteLength(JSON.stringify({ [key]: value })) - 1;
    if (bytes <= OBJECT_MAX_BYTES) continue;
    const sent = key.startsWith(`${dialect}.`) ? key.slice(dialect.length + 1) : key;
    const field = beginningOf(sent, TOLD_OF_A_KEY);
    const most = `${OBJECT_MAX_BYTES} bytes as JSON`;
    throw new AppError('invalid', `${field}: keys that are not documented are larger than ${most}`, {
      field,
      hint: 'Send less of what is not documented.',
      reason: 'undocumented',
    });
  }
}
