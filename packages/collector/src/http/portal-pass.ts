import type { Request } from 'express';
import { isPortalPassGenuine, readPortalPass, referralPseudonym } from '../auth/portal-token.ts';
import type { AffiliateRow } from '../domain/affiliate.ts';
import { AppError } from '../domain/errors.ts';
import { affiliates, workspaces } from '../domain/schema.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';
import { keyIn } from './authenticate.ts';
import type { HttpContext } from './context.ts';

/** The affiliate whose portal a request is about. */
export interface PortalCaller {
  workspace_id: string;
  affiliate_id: string;
  /** By what they know a buyer. */
  pseudonymOf: (referralId: string) => string;
}

/** The affiliate behind a portal token. Throws `unauthorized`. One who is suspended may read on; one who was deleted may not. */
export async function authenticateAffiliate(context: HttpContext, request: Request): Promise<PortalCaller> {
  const token = keyIn(request, 'bearer');
  if (token === undefined) throw refusal('There is no token.', 'no_key');
  const pass = readPortalPass(token);
  const [workspace] = pass ? await context.reader.find<WorkspaceRow>(workspaces, 'key', [pass.workspace_id]) : [];
  if (!pass || !workspace || !isPortalPassGenuine(token, pass, workspace.secret)) {
    throw refusal('The token is not one that was made here.');
  }
  if (context.now() >= pass.expires_at) throw refusal('The token has expired.');
  const { workspace_id, affiliate_id } = pass;
  const [affiliate] = await context.reader.find<AffiliateRow>(affiliates, 'key', [workspace_id, affiliate_id]);
  if (!affiliate || affiliate.deleted_at !== null) throw refusal('The affiliate does not exist (any more).');
  return { workspace_id, affiliate_id, pseudonymOf: (id) => referralPseudonym(id, workspace.secret) };
}

function refusal(message: string, reason?: 'no_key'): AppError {
  const hint = 'Send Authorization: Bearer with a token of POST /v1/affiliates/:id/portal-token.';
  return new AppError('unauthorized', message, { field: 'token', hint, reason });
}
