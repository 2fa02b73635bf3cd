import { Router } from 'express';
import { signPortalPass } from '../auth/portal-token.ts';
import { workspaces } from '../domain/schema.ts';
import { isoOf, SECOND } from '../domain/time.ts';
import type { WorkspaceRow } from '../domain/workspace.ts';
import { parse } from '../wire/parse.ts';
import { newPortalToken } from '../wire/portal.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { readAffiliate } from './operations/configure-affiliate.ts';

/** `POST /v1/affiliates/:id/portal-token` */
export function portalTokenRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/:id/portal-token', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const { expires_in } = parse(newPortalToken, request.body ?? {});
    const { affiliate } = await readAffiliate(context, workspace_id, request.params.id);
    const [workspace] = await context.reader.find<WorkspaceRow>(workspaces, 'key', [workspace_id]);
    if (!workspace) throw new Error(`there is no workspace ${workspace_id}`);
    const expires_at = context.now() + expires_in * SECOND;
    const token = signPortalPass({ workspace_id, affiliate_id: affiliate.id, expires_at }, workspace.secret);
    response.set('Cache-Control', 'no-store');
    response.status(201).json({ data: { token, affiliate_id: affiliate.id, expires_at: isoOf(expires_at) } });
  });

  return router;
}
