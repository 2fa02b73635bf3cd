import { Router } from 'express';
import { referralCodeOf } from '../domain/affiliate.ts';
import { AppError } from '../domain/errors.ts';
import { isoOf } from '../domain/time.ts';
import { intakeClick } from '../intake/click.ts';
import { readOccurredAt } from '../intake/occurred-at.ts';
import { newClick } from '../wire/click.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { findLink } from './links.ts';
import { submitOne } from './submit.ts';

/** `/v1/clicks` */
export function clickRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const given = parse(newClick, request.body);
    const received_at = context.now();
    const link = given.code === undefined ? null : await ownLink(context, workspace_id, given.code);
    const command = intakeClick(
      {
        url: given.url,
        referrer: given.referrer_url ?? null,
        visitor_id: given.visitor_id ?? null,
        occurred_at: readOccurredAt(given.occurred_at, received_at),
        link,
      },
      { workspace_id, received_at, is_bot: context.isBot(given.user_agent) },
    );
    await submitOne(context, command);
    const { click } = command;
    response.status(201).json({
      data: {
        id: click.id,
        affiliate_id: click.affiliate_id,
        code: click.code,
        url: click.url,
        visitor_id: click.visitor_id,
        channel: click.channel,
        source: click.source,
        campaign: click.campaign,
        occurred_at: isoOf(click.occurred_at),
        recorded_at: isoOf(received_at),
      },
    });
  });

  return router;
}

async function ownLink(context: HttpContext, workspaceId: string, text: string) {
  const code = referralCodeOf(text);
  const link = code === undefined ? undefined : await findLink(context.reader, code);
  if (link?.workspace_id === workspaceId) return link;
  throw new AppError('not_found', `code: no affiliate has the code ${JSON.stringify(text)}`, {
    field: 'code',
    hint: 'Create the affiliate first, or leave the code out.',
  });
}
