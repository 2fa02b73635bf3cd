import type { Alias, Identify } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { type Identifier, type IdentifierKind, identifierOf, isBlockedValue } from '../domain/identity.ts';
import { mintId } from '../domain/ids.ts';
import type { NewAlias, NewIdentify } from '../wire/identify.ts';
import { readOccurredAt } from './occurred-at.ts';
import { IDENTIFIER_FIELDS } from './people.ts';

type Fields = Partial<Record<(typeof IDENTIFIER_FIELDS)[IdentifierKind], string | undefined>>;

interface RequestContext {
  workspace_id: string;
  received_at: number;
}

/** Bytes of JSON that traits may have, as those of a page's event. */
const MAX_TRAITS = 32_768;

/** A secret key's statement that identifiers name one person. Throws `invalid`. */
export function intakeIdentify(given: NewIdentify, { workspace_id, received_at }: RequestContext): Identify {
  const identifiers = readIdentifiers(given);
  if (identifiers.every(({ kind }) => kind === 'visitor')) {
    throw new AppError('invalid', 'Nobody is named.', {
      hint: 'Send at least one of user_id, customer_id, lead_id, member_id, external_id, email and phone.',
    });
  }
  if (given.traits && Buffer.byteLength(JSON.stringify(given.traits)) > MAX_TRAITS) {
    throw new AppError('invalid', `traits: are more than ${MAX_TRAITS} bytes`, {
      field: 'traits',
      hint: 'Send what tells people apart, and keep the rest where it is.',
    });
  }
  return {
    kind: 'identify',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    occurred_at: readOccurredAt(given.occurred_at, received_at),
    identifiers,
    traits: given.traits ?? null,
  };
}

/** A secret key's statement that two user ids are one person's. Throws `invalid`. */
export function intakeAlias(given: NewAlias, { workspace_id, received_at }: RequestContext): Alias {
  const user_id = readIdentifier('user', 'user_id', given.user_id).value;
  const previous_id = readIdentifier('user', 'previous_id', given.previous_id).value;
  if (user_id === previous_id) {
    throw new AppError('invalid', 'previous_id: is the same as user_id', {
      field: 'previous_id',
      hint: 'Send the id that the user had before, or another id of theirs.',
    });
  }
  return {
    kind: 'alias',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    occurred_at: readOccurredAt(given.occurred_at, received_at),
    user_id,
    previous_id,
  };
}

/**
 * The identifiers that a request of a server names, from the strongest on. One that names nobody is a defect of that
 * server, which must be seen: throws `invalid` with its field.
 */
export function readIdentifiers(given: Fields): Identifier[] {
  return (Object.entries(IDENTIFIER_FIELDS) as [IdentifierKind, keyof Fields][]).flatMap(([kind, field]) => {
    const value = given[field];
    return value === undefined ? [] : [readIdentifier(kind, field, value)];
  });
}

function readIdentifier(kind: IdentifierKind, field: string, value: string): Identifier {
  const identifier = identifierOf(kind, value);
  if (identifier) return identifier;
  if (kind === 'phone' && !isBlockedValue(value)) {
    throw new AppError('invalid', `${field}: ${JSON.stringify(value)} does not say of which country it is`, {
      field,
      hint: 'Send it in E.164, such as +4915112345678, or the SHA-256 of that in hex.',
    });
  }
  throw new AppError('invalid', `${field}: ${JSON.stringify(value)} names nobody`, {
    field,
    hint: 'Leave the field out where the value is not known.',
  });
}
