import { randomBytes } from 'node:crypto';
import { type AffiliateRow, type LinkRow, referralCodeOf } from '../domain/affiliate.ts';
import type { CreateLink } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { NewLink } from '../wire/link.ts';
import type { EditContext } from './edit.ts';

type GivenLink = Omit<NewLink, 'affiliate_id'>;

/** One more link of an affiliate. Throws `invalid` where the code cannot be one. */
export function intakeLink(
  given: GivenLink,
  affiliate: Pick<AffiliateRow, 'id' | 'name'>,
  { workspace_id, received_at }: EditContext,
): CreateLink {
  return {
    kind: 'create_link',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    link: { ...linkOf(given, affiliate.name), affiliate_id: affiliate.id },
  };
}

/** `owner`: the name of whose link it is; a code is made of it where none is given. */
export function linkOf(
  { code, name, destination_url }: GivenLink,
  owner: string,
): Pick<LinkRow, 'id' | 'code' | 'name' | 'destination_url'> {
  return {
    id: mintId(),
    code: code === undefined ? madeCode(owner) : readCode(code),
    name: name ?? null,
    destination_url: destination_url ?? null,
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
  return `${word.slice(0, 20)}-${randomBytes(4).toString('hex')}`;
}
