import type { Caller } from '../../auth/keyring.ts';
import type { LinkRow } from '../../domain/affiliate.ts';
import { cleanText } from '../../domain/text.ts';
import { intakeDeletion, intakeEdit } from '../../intake/edit.ts';
import { intakeLink } from '../../intake/link.ts';
import { linkPatch, newLink } from '../../wire/link.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { factOf, submitOne } from '../submit.ts';
import { notThere, readAffiliate } from './configure-affiliate.ts';
import { checkDestination } from './destination.ts';
import type { OperationRequest } from './operation-request.ts';

/** Makes one more link of an affiliate. Throws `invalid`, `not_found`, and `conflict` of a code that is taken. */
export async function createLink(
  context: HttpContext,
  { workspace_id }: Caller,
  body: unknown,
  { received_at }: OperationRequest,
): Promise<LinkRow> {
  const given = parse(newLink, body);
  const { affiliate, program } = await readAffiliate(context, workspace_id, given.affiliate_id, 'affiliate_id');
  checkDestination(program, given.destination_url);
  return linkIn(await submitOne(context, intakeLink(given, affiliate, { workspace_id, received_at })));
}

/** Throws `not_found`. */
export async function readLink(context: HttpContext, { workspace_id }: Caller, id: string): Promise<LinkRow> {
  const link = await context.ask('read_link', { workspace_id, id: cleanText(id) });
  if (link) return link;
  throw notThere('id', 'link', id);
}

export async function updateLink(
  context: HttpContext,
  caller: Caller,
  { id, patch }: { id: string; patch: unknown },
  { received_at }: OperationRequest,
): Promise<LinkRow> {
  const columns = parse(linkPatch, patch);
  const link = await readLink(context, caller, id);
  if (Object.keys(columns).length === 0) return link;
  const { workspace_id } = caller;
  if (columns.destination_url) {
    const owner = await context.ask('read_affiliate', { workspace_id, id: link.affiliate_id });
    checkDestination(owner?.program ?? null, columns.destination_url);
  }
  return linkIn(await submitOne(context, intakeEdit('link', link.id, columns, { workspace_id, received_at })));
}

export async function deleteLink(
  context: HttpContext,
  caller: Caller,
  id: string,
  { received_at }: OperationRequest,
): Promise<LinkRow> {
  const link = await readLink(context, caller, id);
  await submitOne(context, intakeDeletion('link', link.id, { workspace_id: caller.workspace_id, received_at }));
  return link;
}

function linkIn(outcome: Awaited<ReturnType<typeof submitOne>>): LinkRow {
  return factOf<LinkRow>(outcome, 'destination_url');
}
