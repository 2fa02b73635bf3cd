import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import type { HttpContext } from './context.ts';
import { submitOne } from './submit.ts';

/**
 * The account that a request is for: the one that it names, which must be its key's. A key of ours is for every account
 * unless it was made for one. Throws `forbidden`.
 */
export function accountOf(caller: Caller, named: string | undefined): string | null {
  if (named === undefined || named === caller.account) return caller.account;
  if (caller.account !== null) throw otherAccount();
  return named;
}

/**
 * The same collector, in which a vendor's key that has no account yet is bound to this one, for good, before anything is
 * committed; so a request that only reads, or is refused before, binds nothing. Commits throw `forbidden` where it is
 * another's.
 */
export function bindingTo(account: string | null, context: HttpContext, caller: Caller): HttpContext {
  if (account === null || caller.account !== null || caller.dialect === 'native') return context;
  const { queue } = context;
  return {
    ...context,
    queue: {
      ...queue,
      async submit(...asked) {
        await bind(context, caller, account);
        return queue.submit(...asked);
      },
    },
  };
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
    hint: 'A key is for the account that it was made for, or else for the first that was reported to with a key of its dialect.',
  });
}
