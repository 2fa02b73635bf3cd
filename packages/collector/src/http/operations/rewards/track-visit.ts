import type { TrackAnswer, TrackAsk } from '../../../dialects/referral-ask.ts';
import { type AffiliateRow, type LinkRow, referralCodeOf } from '../../../domain/affiliate.ts';
import { AppError } from '../../../domain/errors.ts';
import type { ProgramRow } from '../../../domain/program.ts';
import { intakeClick } from '../../../intake/click.ts';
import type { HttpContext } from '../../context.ts';
import { findFollowedLink } from '../../links.ts';
import { submitOne } from '../../submit.ts';
import { visitedPage } from './visited-page.ts';

const COUPONS_AT_MOST = 20;

/**
 * A visit that a page reports without a key: a click, as of a link that was followed. One whose click is known already is not
 * another. Throws `not_found` of a code that no affiliate of the program has.
 */
export async function trackVisit(
  context: HttpContext,
  program: ProgramRow,
  ask: TrackAsk,
  received_at: number,
): Promise<TrackAnswer> {
  const known = await earlierVisit(context, program, ask);
  if (known) return answerOf(context, program, ask, known);
  const followed = ask.code === null ? null : await followedIn(context, program, ask.code);
  const { workspace_id, allowed_hosts } = program;
  const { referrer, sub_ids, page, parameters } = ask;
  const link = followed?.link ?? null;
  const code = link?.code ?? null;
  const url = visitedPage(context, {
    ...{ page, allowed_hosts, code, parameters },
    destination_url: link?.destination_url ?? null,
  });
  const command = intakeClick(
    { url, referrer, visitor_id: null, occurred_at: received_at, link, sub_ids },
    { workspace_id, received_at, is_bot: context.isBot(ask.user_agent) },
  );
  await submitOne(context, command);
  return answerOf(context, program, ask, { id: command.click.id, affiliate_id: link?.affiliate_id ?? null });
}

interface Visit {
  id: string;
  affiliate_id: string | null;
}

/** The click that a visit is already, where it was one of this program's. */
async function earlierVisit(
  context: HttpContext,
  { workspace_id, id: program_id }: ProgramRow,
  { earlier_click_id }: TrackAsk,
): Promise<Visit | undefined> {
  if (earlier_click_id === null) return undefined;
  const found = await context.ask('resolve_referral', { workspace_id, name: earlier_click_id });
  if (!found?.click) return undefined;
  const { id, affiliate_id } = found.click;
  if (affiliate_id === null) return { id, affiliate_id };
  const owner = await context.ask('read_affiliate', { workspace_id, id: affiliate_id });
  return owner?.affiliate.program_id === program_id ? { id, affiliate_id } : undefined;
}

async function answerOf(
  { ask: askReport }: HttpContext,
  { workspace_id }: ProgramRow,
  { wants_coupons }: TrackAsk,
  { id, affiliate_id }: Visit,
): Promise<TrackAnswer> {
  if (!wants_coupons || affiliate_id === null) return { click_id: id, coupons: [] };
  const own = { workspace_id, affiliate_id, limit: COUPONS_AT_MOST, after: null };
  return { click_id: id, coupons: (await askReport('list_coupons', own)).rows };
}

/** Who may not refer anybody has no link that can be followed. */
async function followedIn(
  { reader }: HttpContext,
  program: ProgramRow,
  text: string,
): Promise<{ link: LinkRow; affiliate: AffiliateRow }> {
  const code = referralCodeOf(text);
  const followed = code === undefined ? undefined : await findFollowedLink(reader, code);
  if (followed && isFollowable(followed, program)) return followed;
  throw new AppError(
    'not_found',
    `trackingId: no affiliate of the program has the tracking id ${JSON.stringify(text)}`,
    {
      field: 'trackingId',
      hint: 'Check the link, and that its affiliate is in the program.',
    },
  );
}

function isFollowable(
  { link, affiliate }: { link: LinkRow; affiliate: AffiliateRow },
  { workspace_id, id }: ProgramRow,
): boolean {
  const isWelcome = affiliate.status === 'approved' || affiliate.status === 'applied';
  const isThere = link.deleted_at === null && affiliate.deleted_at === null;
  return isWelcome && isThere && link.workspace_id === workspace_id && affiliate.program_id === id;
}
