import { createHash } from 'node:crypto';
import { Router } from 'express';
import { isShareValid, readShare, signShare } from '../auth/share-token.ts';
import { AppError } from '../domain/errors.ts';
import { workspaces } from '../domain/schema.ts';
import { DAY, isoOf } from '../domain/time.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';
import type { HttpContext } from './context.ts';
import { RECEIPT_STYLE, renderReceiptPage } from './receipt-page.ts';

/** A signed link to a conversion's page, which shows facts to whoever holds it until it expires. */
export async function shareUrl(context: HttpContext, workspaceId: string, conversionId: string) {
  const expires_at = context.now() + context.shareLinkDays * DAY;
  const share = { workspace_id: workspaceId, conversion_id: conversionId, expires_at };
  const secret = await secretOf(context, workspaceId);
  if (secret === undefined) throw new Error(`there is no workspace ${workspaceId}`);
  return { url: `${context.publicUrl()}/receipts/${signShare(share, secret)}`, expires_at: isoOf(expires_at) };
}

async function secretOf(context: HttpContext, workspaceId: string): Promise<string | undefined> {
  const [workspace] = await context.reader.find<WorkspaceRow>(workspaces, 'key', [workspaceId]);
  return workspace?.secret;
}

const STYLE_HASH = createHash('sha256').update(RECEIPT_STYLE).digest('base64');

/** `GET /receipts/:token`: the page that a signed link opens. */
export function shareRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/:token', async (request, response) => {
    const { token } = request.params;
    const share = readShare(token);
    const secret = share && (await secretOf(context, share.workspace_id));
    if (!share || secret === undefined || !isShareValid(token, share, secret, context.now())) {
      throw new AppError('forbidden', 'The link is not valid (any more).', { hint: 'Ask for a new one.' });
    }
    const account = await context.ask('read_account', { workspace_id: share.workspace_id, id: share.conversion_id });
    if (!account) throw new AppError('not_found', 'The conversion does not exist (any more).');
    response.set({
      'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    });
    response.type('html').send(renderReceiptPage(account, share.expires_at));
  });

  return router;
}
