import { randomBytes } from 'node:crypto';
import { referralCodeOf } from '../domain/affiliate.ts';
import type { CreateAffiliate } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { NewAffiliate } from '../wire/affiliate.ts';

/** A new affiliate with a link of their own. Throws `invalid` where the code cannot be one. */
export function intakeAffiliate(
  given: NewAffiliate,
  { workspace_id, received_at }: { workspace_id: string; received_at: number },
): CreateAffiliate {
  return {
    kind: 'create_affiliate',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    affiliate: { id: mintId(), name: given.name, email: given.email?.trim().toLowerCase() ?? null },
    link: {
      id: mintId(),
      code: given.code === undefined ? madeCode(given.name) : readCode(given.code),
      destination_url: given.destination_url ?? null,
    },
  };
}

function readCode(text: string): string {
  const code = referralCodeOf(text);
  if (code !== undefined) return code;
  throw new AppError('invalid', `code: ${JSON.stringify(text)} cannot be a code`, {
    field: 'code',
    hint: 'Use letters, digits, dots, dashes and underscores, beginning with a letter or digit.',
  });
}

/** The name's first word with something random behind it, so that codes of namesakes differ. */
function madeCode(name: string): string {
  const word = name.toLowerCase().match(/[a-z0-9]+/)?.[0] ?? 'link';
  return `${word.slice(0, 20)}-${randomBytes(3).toString('hex')}`;
}
