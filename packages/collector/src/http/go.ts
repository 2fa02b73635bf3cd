import { type Request, Router } from 'express';
import { type LinkRow, referralCodeOf } from '../domain/affiliate.ts';
import { isClickId } from '../domain/ids.ts';
import { HOUR } from '../domain/time.ts';
import { intakeClick } from '../intake/click.ts';
import type { HttpContext } from './context.ts';
import { findLink } from './links.ts';
import { submitOne } from './submit.ts';

const COOKIE = 'cs_go';

/** `GET /go/:code`: records the click, remembers it in a cookie, and leads on with the click's id in the address. */
export function goRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/:code', async (request, response) => {
    const code = referralCodeOf(request.params.code);
    const link = code === undefined ? undefined : await findLink(context.reader, code);
    if (!link?.destination_url) {
      response.status(404).type('text').send('This link leads nowhere (any more).\n');
      return;
    }
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'strict-origin-when-cross-origin' });
    const destination = new URL(link.destination_url);
    const clickId = recentClick(request, link.code, context.now()) ?? (await click(request, link, destination.href));
    if (clickId) {
      destination.searchParams.set('cs_click', clickId);
      response.cookie(COOKIE, `${link.code}~${clickId}~${context.now()}`, {
        httpOnly: true,
        maxAge: HOUR,
        path: '/go',
        sameSite: 'lax',
      });
    } else {
      // The click could not be stored; the code still tells the tag whose link it was, and nobody is kept waiting.
      destination.searchParams.set('via', link.code);
    }
    response.redirect(302, destination.href);
  });

  async function click(request: Request, link: LinkRow, url: string): Promise<string | undefined> {
    if (request.method === 'HEAD') return undefined;
    const now = context.now();
    const command = intakeClick(
      { url, referrer: request.get('referer') ?? null, visitor_id: null, occurred_at: now, link },
      { workspace_id: link.workspace_id, received_at: now, is_bot: context.isBot(request.get('user-agent')) },
    );
    try {
      await submitOne(context, command);
      return command.click.id;
    } catch (error) {
      context.log.error({ err: error, code: link.code }, 'a click could not be stored');
      return undefined;
    }
  }

  return router;
}

/** Someone who follows the same link again within the hour keeps the click. */
function recentClick(request: Request, code: string, now: number): string | undefined {
  const found = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '');
  const [ownCode, clickId = '', at] = decodeURIComponent(found?.[1] ?? '').split('~');
  return ownCode === code && isClickId(clickId) && now - Number(at) < HOUR ? clickId : undefined;
}
