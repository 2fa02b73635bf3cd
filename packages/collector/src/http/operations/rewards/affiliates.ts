import type { Caller } from '../../../auth/keyring.ts';
import type { GivenPartner, Partner, PartnerDetail, RewardAnswer, RewardAsk } from '../../../dialects/reward-ask.ts';
import type { AffiliateRow } from '../../../domain/affiliate.ts';
import type { CreateAffiliate } from '../../../domain/command.ts';
import { AppError } from '../../../domain/errors.ts';
import { mintId } from '../../../domain/ids.ts';
import type { ProgramRow } from '../../../domain/program.ts';
import { cleanText } from '../../../domain/text.ts';
import { intakeAffiliate, intakeAffiliateEdit, intakeAffiliateStep } from '../../../intake/affiliate.ts';
import { intakeEdit } from '../../../intake/edit.ts';
import type { ToldPartner } from '../../../reports/rewards/page-affiliates.ts';
import { affiliatePatch, newAffiliate } from '../../../wire/affiliate.ts';
import { parse } from '../../../wire/parse.ts';
import type { HttpContext } from '../../context.ts';
import { submitOne } from '../../submit.ts';
import { deleteAffiliate, namedProgram, readAffiliate } from '../configure-affiliate.ts';
import type { OperationRequest } from '../operation-request.ts';
import { again } from './again.ts';
import { countedPage, ourProgram } from './counted-page.ts';
import { ownProgram } from './program.ts';

type Asked<Name extends RewardAsk['ask']> = Extract<RewardAsk, { ask: Name }>;
type PartnerAnswer = Extract<RewardAnswer, { answer: 'partner' }>;

/** Affiliates in a vendor's words: with what they are known by there, which is kept as it came. */

export async function listPartners(
  context: HttpContext,
  { workspace_id }: Caller,
  query: Asked<'list_partners'>,
): Promise<Extract<RewardAnswer, { answer: 'partners' }>> {
  const { limit, offset, order, by, status = null, group = null, from = null, to = null, search } = query;
  const page = await context.ask('page_partners', {
    ...{ workspace_id, limit, offset, order, by, status, group, from, to },
    program_id: await ourProgram(context, workspace_id, query.program_id),
    search: search?.toLowerCase() ?? null,
  });
  const { rows, ...counted } = countedPage(page);
  return { answer: 'partners', rows: rows.map((row) => partnerOf(row, query.with)), ...counted };
}

export async function readPartner(
  context: HttpContext,
  { workspace_id }: Caller,
  { id, ...asked }: Pick<Asked<'read_partner'>, 'id' | 'with'>,
  outcome: PartnerAnswer['outcome'] = 'read',
): Promise<PartnerAnswer> {
  const { affiliate } = await readAffiliate(context, workspace_id, id);
  const shown = await findPartner(context, workspace_id, affiliate.id, asked.with);
  if (!shown) throw new Error('an affiliate was not found again');
  return { answer: 'partner', outcome, shown };
}

/** Also one who was deleted; by our id. */
export async function findPartner(
  context: HttpContext,
  workspace_id: string,
  id: string,
  details: readonly PartnerDetail[] = [],
): Promise<Partner | null> {
  const [found] = await context.ask('find_partners', { workspace_id, ids: [id] });
  return found ? partnerOf(found, details) : null;
}

/** Throws `invalid`, `not_found` of a program, and `conflict` of an address, a code or an id that is taken. */
export async function createPartner(
  context: HttpContext,
  caller: Caller,
  { own, given }: Asked<'create_partner'>,
  request: OperationRequest,
): Promise<PartnerAnswer> {
  const { workspace_id } = caller;
  const { status = 'approved', said, ...fields } = given;
  const parsed = parse(newAffiliate, fields);
  const program =
    parsed.program_id == null
      ? await ownProgram(context, caller, own)
      : await namedProgram(context, workspace_id, parsed.program_id);
  if (program) await refuseNamesake(context, program, given.email);
  const [host] = program?.allowed_hosts ?? [];
  const { received_at } = request;
  const code = parsed.code ?? codeOf(parsed.name);
  const destination_url = host === undefined ? undefined : `https://${host}/`;
  const make = (ownCode: string | undefined): CreateAffiliate => {
    const details = { ...parsed, code: ownCode, destination_url };
    const command = intakeAffiliate(details, { workspace_id, received_at, program_id: program?.id ?? null });
    const application = { [caller.dialect]: { source: 'api', ...said } };
    return { ...command, affiliate: { ...command.affiliate, status, application } };
  };
  const id = await submitWithCode(context, make, code, parsed.code === undefined);
  return readPartner(context, caller, { id, with: [] }, 'recorded');
}

/** A code that follows from a name may be another's; then one is made. */
async function submitWithCode(
  context: HttpContext,
  make: (code: string | undefined) => CreateAffiliate,
  code: string | undefined,
  isOurs: boolean,
): Promise<string> {
  const command = make(code);
  try {
    await submitOne(context, command);
    return command.affiliate.id;
  } catch (error) {
    const isTaken = error instanceof AppError && error.code === 'conflict' && error.detail.field === 'code';
    if (!isTaken || !isOurs) throw error;
  }
  const another = make(undefined);
  await submitOne(context, { ...another, id: mintId() });
  return another.affiliate.id;
}

/** Changes what is given. Throws `invalid`, `not_found`, and `conflict` of what cannot follow. */
export async function updatePartner(
  context: HttpContext,
  caller: Caller,
  { id, given }: Asked<'update_partner'>,
  { received_at }: OperationRequest,
): Promise<PartnerAnswer> {
  const { workspace_id } = caller;
  const { name, email, group, payout_details, said } = given;
  const patch = parse(affiliatePatch, { name, email, group, payout_details });
  await again(async () => {
    const { affiliate } = await readAffiliate(context, workspace_id, id);
    refuseOtherId(affiliate, given.external_id);
    if (email !== undefined && affiliate.program_id !== null) {
      await refuseNamesake(context, { workspace_id, id: affiliate.program_id }, email, affiliate.id);
    }
    const place = { workspace_id, received_at };
    const columns = {
      ...intakeAffiliateEdit(affiliate, patch, place)?.patch,
      ...(given.status && statusStep(affiliate, given.status, place)),
      ...(said && { application: { ...affiliate.application, [caller.dialect]: merged(affiliate, caller, said) } }),
    };
    if (Object.keys(columns).length === 0) return;
    await submitOne(context, { ...intakeEdit('affiliate', affiliate.id, columns, place), version: affiliate.version });
  });
  return readPartner(context, caller, { id, with: [] }, 'updated');
}

export async function deletePartner(
  context: HttpContext,
  caller: Caller,
  { id }: Asked<'delete_partner'>,
  request: OperationRequest,
): Promise<PartnerAnswer> {
  const before = await readPartner(context, caller, { id, with: [] }, 'deleted');
  await deleteAffiliate(context, caller, id, request);
  return before;
}

function partnerOf({ coupons, incentives, ...told }: ToldPartner, details: readonly PartnerDetail[]): Partner {
  return {
    ...told,
    currency: told.program?.currency ?? null,
    ...(details.includes('coupons') && { coupons }),
    ...(details.includes('incentives') && { incentives }),
  };
}

/** Who is no partner any more was approved before, or never. */
function statusStep(
  affiliate: AffiliateRow,
  status: NonNullable<GivenPartner['status']>,
  place: { workspace_id: string; received_at: number },
): object {
  if (status === affiliate.status || (status === 'rejected' && affiliate.status === 'suspended')) return {};
  if (status === 'applied') {
    throw new AppError('conflict', `status: who is ${affiliate.status} does not wait for a decision again`, {
      field: 'status',
      hint: 'Send approved or rejected.',
    });
  }
  const step = status === 'approved' ? 'approve' : affiliate.status === 'approved' ? 'suspend' : 'reject';
  return intakeAffiliateStep(affiliate, step, place)?.patch ?? {};
}

/** What was said before, and what is said now; `null` clears. */
function merged(
  { application }: AffiliateRow,
  { dialect }: Caller,
  said: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const before = application?.[dialect] as Record<string, unknown> | undefined;
  return Object.fromEntries(Object.entries({ ...before, ...said }).filter(([, value]) => value !== null));
}

async function refuseNamesake(
  context: HttpContext,
  program: Pick<ProgramRow, 'workspace_id' | 'id'>,
  address: string,
  except?: string,
): Promise<void> {
  const { workspace_id, id: program_id } = program;
  const email = cleanText(address).trim().toLowerCase();
  const found = await context.ask('find_applicants', { workspace_id, program_id, email });
  const other = found.find(({ id, deleted_at }) => deleted_at === null && id !== except);
  if (!other) return;
  throw new AppError('conflict', `email: is that of affiliate ${other.external_id ?? other.id}`, {
    field: 'email',
    hint: 'Send another address, or change that affiliate.',
  });
}

function refuseOtherId({ external_id }: AffiliateRow, given: string | null | undefined): void {
  if (given === undefined || given === external_id) return;
  throw new AppError('invalid', 'external_id: is given once, when an affiliate is created', {
    field: 'external_id',
    hint: 'Leave it out, or create the affiliate anew.',
  });
}

/** A name as a code; `undefined` where nothing of it can be in one. */
function codeOf(name: string): string | undefined {
  const code = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replaceAll(/^-+|-+$/g, '');
  return code === '' ? undefined : code;
}
