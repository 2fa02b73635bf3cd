import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { HttpContext } from './context.ts';
import { submitOne } from './submit.ts';

/**
 * The account that a request is for: the one that it names, which must be its key's. Of a vendor's key that has none yet it
 * becomes the key's, for good; a key of ours is for every account unless it was made for one. Throws `forbidden`.
 */
export async function accountOf(
  context: HttpContext,
  caller: Caller,
  named: string | undefined,
): Promise<string | null> {
  if (named === undefined || named === caller.account) return caller.account;
  if (caller.account !== null) throw otherAccount();
  if (caller.dialect !== 'native') await bind(context, caller, named);
  return named;
}

/** The caller may be remembered from before another request bound its key; so what is committed decides. */
async function bind(context: HttpContext, { workspace_id, key_id }: Caller, account: string): Promise<void> {
  const recorded_at = context.now();
  try {
    await submitOne(context, { kind: 'bind_key', workspace_id, id: mintId(), recorded_at, key_id, account });
  } catch (error) {
    throw error instanceof AppError && error.code === 'conflict' ? otherAccount() : error;
  }
  context.keyring.forget();
}

function otherAccount(): AppError {
  return new AppError('forbidden', 'account: is not the one that the key is for', {
    field: 'account',
    hint: 'A key is for the account that it was made for, or else for the first that its requests named.',
  });
}
