import { Router } from 'express';
import { intakeTagSettings } from '../intake/tag-settings.ts';
import { parse } from '../wire/parse.ts';
import { newTagSettings } from '../wire/tag-settings.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { submitOne } from './submit.ts';
import { viewTagSettings } from './tag-settings-view.ts';

/** `/v1/tag-settings`: how the workspace of the key wants its tag. */
export function tagSettingRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    response.json({ data: viewTagSettings(await context.ask('read_tag_settings', { workspace_id })) });
  });

  router.put('/', async (request, response) => {
    const { workspace_id, currency } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const given = parse(newTagSettings, request.body);
    const command = intakeTagSettings(given, { workspace_id, currency, received_at: context.now() });
    const outcome = await submitOne(context, command);
    if (outcome.status !== 'recorded' || !outcome.tag_setting) throw new Error('settings of a tag were not set');
    response.json({ data: viewTagSettings(outcome.tag_setting) });
  });

  return router;
}
