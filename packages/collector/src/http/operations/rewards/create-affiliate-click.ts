import type { Caller } from '../../../auth/keyring.ts';
import type { ReferralAnswer, ReferralAsk } from '../../../dialects/referral-ask.ts';
import { type AffiliateRow, type LinkRow, referralCodeOf } from '../../../domain/affiliate.ts';
import { AppError } from '../../../domain/errors.ts';
import { intakeClick } from '../../../intake/click.ts';
import { readOccurredAt } from '../../../intake/occurred-at.ts';
import type { HttpContext } from '../../context.ts';
import { findFollowedLink } from '../../links.ts';
import { submitOne } from '../../submit.ts';
import { namedProgram } from '../configure-affiliate.ts';
import type { OperationRequest } from '../operation-request.ts';
import { visitedPage } from './visited-page.ts';

type Asked = Extract<ReferralAsk, { ask: 'create_affiliate_click' }>;
type Clicked = Extract<ReferralAnswer, { answer: 'affiliate_click' }>;

/**
 * A click at an affiliate's link that a server saw. Throws `not_found` of a link or a program that is not there, and `invalid` of an
 * affiliate who is not approved.
 */
export async function createAffiliateClick(
  context: HttpContext,
  { workspace_id }: Caller,
  ask: Asked,
  { received_at, idempotency }: OperationRequest,
): Promise<Clicked> {
  if (idempotency) {
    throw new AppError('invalid', 'Idempotency-Key: is not taken of a click', {
      field: 'Idempotency-Key',
      hint: 'Leave the header out: every request is a click.',
    });
  }
  const { link, affiliate } = await ownLink(context, workspace_id, ask.code);
  const program = await programOf(context, affiliate, ask.program_id);
  const { occurred_at, referrer, sub_ids, parameters } = ask;
  const { code, destination_url } = link;
  const allowed_hosts = program?.allowed_hosts ?? [];
  const url = visitedPage(context, { page: null, destination_url, allowed_hosts, code, parameters });
  const command = intakeClick(
    { url, referrer, visitor_id: null, occurred_at: readOccurredAt(occurred_at, received_at), link, sub_ids },
    { workspace_id, received_at, is_bot: context.isBot(ask.user_agent) },
  );
  await submitOne(context, command);
  return { answer: 'affiliate_click', click: command.click, code, program };
}

async function ownLink(
  { reader }: HttpContext,
  workspaceId: string,
  text: string,
): Promise<{ link: LinkRow; affiliate: AffiliateRow }> {
  const code = referralCodeOf(text);
  const followed = code === undefined ? undefined : await findFollowedLink(reader, code);
  if (!followed || followed.link.workspace_id !== workspaceId || isGone(followed)) {
    throw new AppError('not_found', `trackingId: no affiliate has the tracking id ${JSON.stringify(text)}`, {
      field: 'trackingId',
      hint: 'Create the affiliate first, and check that the key is of the same mode (live or test).',
    });
  }
  if (followed.affiliate.status === 'approved') return followed;
  throw new AppError('invalid', `trackingId: is of an affiliate who is ${followed.affiliate.status}`, {
    field: 'trackingId',
    hint: 'Approve the affiliate first.',
  });
}

function isGone({ link, affiliate }: { link: LinkRow; affiliate: AffiliateRow }): boolean {
  return link.deleted_at !== null || affiliate.deleted_at !== null;
}

/** The affiliate's program, which must be the one that is named. */
async function programOf(context: HttpContext, { workspace_id, program_id }: AffiliateRow, named: string | null) {
  const id = named ?? program_id;
  const program = id === null ? null : await namedProgram(context, workspace_id, id);
  if (named === null || program?.id === program_id) return program;
  throw new AppError('not_found', `program_id: the affiliate is not in the program ${named}`, {
    field: 'program_id',
    hint: 'Leave it out, or send that of the affiliate.',
  });
}
