import type { ErasePerson } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import type { Identifier } from '../domain/identity.ts';
import { mintId, mintPseudonym } from '../domain/ids.ts';

/** The erasure of whoever an identifier belongs to. Throws `not_found` of a browser that nobody identified themselves on. */
export function intakeErasure(
  { kind, value }: Identifier,
  { workspace_id, received_at }: { workspace_id: string; received_at: number },
): ErasePerson {
  if (kind === 'visitor') {
    throw new AppError('not_found', 'Nobody is known who uses this browser.', {
      hint: 'What is kept of it names nobody. Who has named themselves is erased by the id of what names them.',
    });
  }
  return {
    kind: 'erase_person',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    identifier: { kind, value },
    pseudonym: mintPseudonym(),
  };
}
