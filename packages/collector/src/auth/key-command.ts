import { randomBytes } from 'node:crypto';
import type { CreateKey } from '../domain/command.ts';
import type { DialectName } from '../domain/dialect.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import { KEY_SCOPES, type KeyKind, type KeyScope } from '../domain/workspace.ts';
import { createNewKey } from './new-key.ts';
import { allowedHostOf } from './origin.ts';

const ACCOUNT_MAX = 255;
/** Characters that go over the wire and into a shell as they are. */
const SIGNING_SECRET = /^[\x21-\x7e]{16,255}$/;
/** Whose paths take signed requests; a key of ours is taken at all of them. */
const SIGNED: readonly DialectName[] = ['affonso', 'native'];

export interface KeyRequest {
  kind: KeyKind;
  is_test: boolean;
  name: string;
  /** Hosts or origins from which a publishable key may be used. */
  origins: readonly string[];
  dialect: DialectName;
  /** Of a secret key; where they are left out, all that a key of its dialect can use. */
  scopes?: readonly KeyScope[] | undefined;
  /** The caller's own id of the account for which a secret key is. */
  account: string | null;
  /** By which its requests are signed, where they must be; `generate` makes one. */
  signing_secret?: string | null | undefined;
  /** When it ends by itself, ms UTC. */
  expires_at: number | null;
}

/** The command that makes a key, and the key itself, which is shown once. Throws `invalid`. */
export function keyCommand(
  workspaceId: string,
  request: KeyRequest,
  receivedAt: number,
): { key: string; command: CreateKey } {
  if (request.kind === 'publishable') refuseWhatOnlySecretKeysHave(request);
  else if (request.origins.length > 0) {
    throw refusal('origins', 'are for publishable keys', 'A secret key never leaves your server, so it needs none.');
  }
  if (request.account !== null && (request.account.trim() === '' || request.account.length > ACCOUNT_MAX)) {
    throw refusal('account', `is empty or longer than ${ACCOUNT_MAX} characters`, 'Send the id that requests name.');
  }
  if (request.expires_at !== null && request.expires_at <= receivedAt) {
    throw refusal('expires_at', 'lies in the past', 'Send when the key is to end, or leave it out.');
  }
  const { kind, is_test, name, dialect, account, expires_at } = request;
  const signing_secret = signingSecretOf(request);
  const { key, hash, hint } = createNewKey(kind, is_test, dialect);
  const origins = request.origins.map(readHost);
  const scopes = kind === 'secret' ? scopesOf(request) : [];
  return {
    key,
    command: {
      kind: 'create_key',
      workspace_id: workspaceId,
      id: mintId(),
      recorded_at: receivedAt,
      key: {
        ...{ id: mintId(), kind, name, hash, hint, origins, is_test, dialect, scopes },
        ...{ account, signing_secret, expires_at },
      },
    },
  };
}

function refuseWhatOnlySecretKeysHave({ dialect, scopes, account, signing_secret }: KeyRequest): void {
  const hint = 'Leave it out, or create a secret key.';
  if (dialect !== 'native') throw refusal('dialect', 'a publishable key speaks no dialect', hint);
  if (scopes !== undefined) throw refusal('scopes', 'a publishable key has none', hint);
  if (account !== null) throw refusal('account', 'a publishable key is for none', hint);
  if (signing_secret != null) throw refusal('signing_secret', 'a publishable key signs nothing', hint);
}

function signingSecretOf({ signing_secret = null, dialect }: KeyRequest): string | null {
  if (signing_secret === null) return null;
  if (!SIGNED.includes(dialect)) {
    throw refusal('signing_secret', `a key that speaks ${dialect} signs nothing`, 'Leave it out.');
  }
  if (signing_secret === 'generate') return `whsec_${randomBytes(32).toString('base64url')}`;
  if (SIGNING_SECRET.test(signing_secret)) return signing_secret;
  const hint = 'Send 16 to 255 visible ASCII characters without blanks, or "generate".';
  throw refusal('signing_secret', 'is not one', hint);
}

/** What a key of a dialect can use. No vendor's API has keys, so none of its keys makes any. */
export function usableScopes(dialect: DialectName): KeyScope[] {
  return KEY_SCOPES.filter((scope) => scope !== 'keys' || dialect === 'native');
}

function scopesOf({ dialect, scopes }: KeyRequest): KeyScope[] {
  const usable = usableScopes(dialect);
  const asked = scopes === undefined ? usable : KEY_SCOPES.filter((scope) => scopes.includes(scope));
  const hint = `It can have ${usable.join(', ')}.`;
  if (asked.length === 0) throw refusal('scopes', 'a secret key needs one', hint);
  const useless = asked.find((scope) => !usable.includes(scope));
  if (useless === undefined) return asked;
  throw refusal('scopes', `a key that speaks ${dialect} cannot use ${useless}`, hint);
}

function readHost(origin: string): string {
  const host = allowedHostOf(origin);
  if (host !== undefined) return host;
  const hint = 'Write a host such as shop.example.com; its subdomains are included.';
  throw refusal('origins', `${JSON.stringify(origin)} is not a host`, hint);
}

function refusal(field: string, message: string, hint: string): AppError {
  return new AppError('invalid', `${field}: ${message}`, { field, hint });
}
