import { type Request, type Response, Router } from 'express';
import { isHostAmong } from '../auth/origin.ts';
import { intakeClick } from '../intake/click.ts';
import type { HttpContext } from './context.ts';
import { GO_COOKIE, GO_COOKIE_AGE, readGoCookie, writeGoCookie } from './go-cookie.ts';
import { addressWith, destinationOf, type Refusal } from './go-destination.ts';
import { type GoRequest, readGoRequest } from './go-request.ts';
import { type FollowedLink, findFollowedLink } from './links.ts';
import { submitOne } from './submit.ts';

/** What is known of somebody who follows a link, and where it leads them. */
interface Visit {
  request: Request;
  asked: GoRequest;
  followed: FollowedLink;
  page: URL;
}

/** `GET /go/:code[/path]`: records the click, remembers it in a cookie, and leads on with the click's id in the address. */
export function goRoutes(context: HttpContext): Router {
  const router = Router();

  router.get(/^/, async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'strict-origin-when-cross-origin' });
    const asked = readGoRequest(request.url);
    const followed = asked.code === undefined ? undefined : await findFollowedLink(context.reader, asked.code);
    const own = followed && ownPageOf(followed);
    if (!followed || own === undefined) {
      response.status(404).type('text').send('This link leads nowhere (any more).\n');
      return;
    }
    const page = isAllowed(own, followed.allowed_hosts)
      ? destinationOf(asked, own, followed.allowed_hosts)
      : ({ named: new URL(own).host, why: 'no_longer_allowed' } as const);
    if (page instanceof URL) response.redirect(302, await addressFor({ request, asked, followed, page }, response));
    else response.status(400).type('text').send(wordsOf(page, own));
  });

  /** Where to go from here, with the click that this is. */
  async function addressFor(visit: Visit, response: Response): Promise<string> {
    const { request, followed, page } = visit;
    const { link, affiliate, secret } = followed;
    const isUnwelcome = affiliate.status === 'rejected' || affiliate.status === 'suspended';
    if (request.method === 'HEAD' || isUnwelcome) return page.href;
    const now = context.now();
    const known = readGoCookie(request.headers.cookie, link.code, secret, now);
    if (known !== undefined) return addressWith(page, 'cs_click', known);
    const made = await click(visit, now);
    if (made === undefined) {
      // The click could not be stored; the code still tells the tag whose link it was, and nobody is kept waiting.
      return addressWith(page, 'via', link.code);
    }
    response.cookie(GO_COOKIE, writeGoCookie({ code: link.code, click_id: made, clicked_at: now }, secret), {
      httpOnly: true,
      maxAge: GO_COOKIE_AGE,
      path: '/go',
      sameSite: 'lax',
      secure: request.secure,
    });
    return addressWith(page, 'cs_click', made);
  }

  async function click({ request, asked, followed, page }: Visit, now: number): Promise<string | undefined> {
    const { link } = followed;
    const command = intakeClick(
      {
        url: page.href,
        referrer: request.get('referer') ?? null,
        visitor_id: null,
        occurred_at: now,
        link,
        sub_ids: asked.sub_ids,
        fetched_as: request.get('sec-fetch-dest'),
      },
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

/** The link's own page; `undefined` where it leads nowhere (any more). */
function ownPageOf({ link, affiliate }: FollowedLink): string | undefined {
  if (link.deleted_at !== null || affiliate.deleted_at !== null || link.destination_url === null) return undefined;
  return /^https?:/i.test(link.destination_url) && URL.canParse(link.destination_url)
    ? link.destination_url
    : undefined;
}

/** A program that names hosts may have taken the link's own away since. */
function isAllowed(own: string, allowedHosts: readonly string[]): boolean {
  return allowedHosts.length === 0 || isHostAmong(allowedHosts, new URL(own).hostname);
}

/** Why a link does not lead where it was asked to, for whoever made it. */
function wordsOf({ named, why }: Refusal, own: string): string {
  const { host } = new URL(own);
  if (why === 'no_longer_allowed') {
    return `This link leads to ${named}, where its program allows no links to lead (any more).\nChange where the link leads, or add that host to the allowed_hosts of the affiliate's program.\n`;
  }
  if (why === 'no_address') {
    return `This link cannot lead to ${JSON.stringify(named.slice(0, 200))}: \`url\` must be a whole address, such as https://${host}/page, without a user and a password, and with http only where the link's own destination has it.\n`;
  }
  return `This link may not lead to ${named}, but to ${host} and where its program allows it to.\nIf it is to lead to ${named}, add that host to the allowed_hosts of the affiliate's program; else follow it without \`url\`.\n`;
}
