import { Router } from 'express';
import { type KeyRequest, keyCommand, usableScopes } from '../auth/key-command.ts';
import type { Caller } from '../auth/keyring.ts';
import { showKey } from '../auth/shown-key.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import { apiKeys } from '../domain/schema.ts';
import { cleanText } from '../domain/text.ts';
import { isoOf } from '../domain/time.ts';
import type { ApiKeyRow, KeyScope } from '../domain/workspace.ts';
import { apiKeyQuery, newApiKey } from '../wire/api-key.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { readCursor, writeCursor } from './page-cursor.ts';
import { submitOne } from './submit.ts';

/** `/v1/api-keys`: keys of the caller's mode, live or test. */
export function apiKeyRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const caller = await authenticate(context, request, 'keys');
    refuseIdempotencyKey(request);
    const given = parse(newApiKey, request.body);
    const { workspace_id, is_test } = caller;
    const received_at = context.now();
    const account = given.account ?? null;
    const expires_at = expiryFrom(caller, given.expires_at ?? null);
    const asked: KeyRequest = { ...given, is_test, account, expires_at };
    if (given.kind === 'secret') {
      asked.scopes = scopesFrom(caller, asked);
      asked.account = accountFrom(caller, account);
    }
    const { key, command } = keyCommand(workspace_id, asked, received_at);
    await submitOne(context, command);
    context.keyring.forget();
    const row = { ...command.key, workspace_id, created_at: received_at, revoked_at: null, version: 1 };
    response.status(201).json({ data: { ...showKey(row), key, signing_secret: row.signing_secret } });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request, 'keys');
    const { limit, cursor } = parse(apiKeyQuery, request.query);
    const place = readCursor(cursor);
    const found = await context.reader.range<ApiKeyRow>(apiKeys, 'time', [workspace_id], {
      order: 'descending',
      limit: limit + 1,
      after: place ? [place.at, place.id] : undefined,
    });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    response.json({
      data: rows.map(showKey),
      next_cursor: found.length > limit && last ? writeCursor(last.created_at, last.id) : null,
    });
  });

  router.delete('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request, 'keys');
    const key_id = cleanText(request.params.id);
    await submitOne(context, { kind: 'revoke_key', workspace_id, id: mintId(), recorded_at: context.now(), key_id });
    context.keyring.forget();
    const [row] = await context.reader.find<ApiKeyRow>(apiKeys, 'key', [workspace_id, key_id]);
    if (!row) throw new Error('a key was revoked and is not there');
    response.json({ data: showKey(row) });
  });

  return router;
}

/** No key outlives the one that made it: by default it ends with it. */
function expiryFrom({ expires_at }: Caller, given: number | null): number | null {
  if (expires_at === null || (given !== null && given <= expires_at)) return given;
  if (given === null) return expires_at;
  throw new AppError('forbidden', 'expires_at: is after the end of the key that makes it', {
    field: 'expires_at',
    hint: `Send ${isoOf(expires_at)} or earlier, or leave it out.`,
  });
}

/** A key that is for one account makes keys for that one. */
function accountFrom({ account }: Caller, given: string | null): string | null {
  if (account === null || given === account) return given;
  if (given === null) return account;
  throw new AppError('forbidden', 'account: is not the one that the key is for, so it cannot give it', {
    field: 'account',
    hint: 'Leave it out, or use a key that is for every account.',
  });
}

/** Nobody gives what they have not. */
function scopesFrom(caller: Caller, { scopes, dialect }: KeyRequest): readonly KeyScope[] {
  if (scopes === undefined) return usableScopes(dialect).filter((scope) => caller.scopes.includes(scope));
  const lacking = scopes.find((scope) => !caller.scopes.includes(scope));
  if (lacking === undefined) return scopes;
  throw new AppError('forbidden', `scopes: the key lacks ${lacking} itself, so it cannot give it`, {
    field: 'scopes',
    hint: `Leave it out, or use a key that was created with --scope ${lacking}.`,
  });
}
