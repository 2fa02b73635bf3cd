import type { Caller } from '../../auth/keyring.ts';
import type { Answer, Ask } from '../../dialects/dialect.ts';
import { isRewardAsk } from '../../dialects/reward-ask.ts';
import type { HttpContext } from '../context.ts';
import { createContacts } from './configure-contact.ts';
import { createSource, deleteSource, readSource, updateSource } from './configure-source.ts';
import { createConversion } from './create-conversion.ts';
import { deleteConversion, updateConversion } from './edit-conversion.ts';
import { everyConversionType } from './every-configured.ts';
import { listConversions } from './list-conversions.ts';
import type { OperationRequest } from './operation-request.ts';
import { readNamedContact } from './read-named-contact.ts';
import { answerReferral } from './rewards/answer-referral.ts';
import { answerReward } from './rewards/answer-reward.ts';
import { findConversion } from './show-conversion.ts';

/** Carries out what a request asks. Throws what the caller may read: an `AppError` with fields in our words. */
export async function answer(
  context: HttpContext,
  caller: Caller,
  ask: Ask,
  request: OperationRequest,
): Promise<Answer> {
  const { workspace_id } = caller;
  switch (ask.ask) {
    case 'create_conversion':
      return createConversion(context, caller, ask, request);
    case 'list_conversions':
      return listConversions(context, caller, ask.query);
    case 'read_conversion':
      return {
        answer: 'conversion',
        outcome: 'read',
        shown: await findConversion(context, workspace_id, ask.id),
      };
    case 'update_conversion':
      return updateConversion(context, caller, ask, request);
    case 'delete_conversion':
      return deleteConversion(context, caller, { id: ask.id, releasesKeys: false }, request);
    case 'list_conversion_types':
      return { answer: 'conversion_types', rows: await everyConversionType(context, workspace_id) };
    case 'list_sources':
      return { answer: 'sources', ...(await context.ask('page_sources', { ...ask, workspace_id })) };
    case 'read_source':
      return readSource(context, caller, ask.id);
    case 'create_source':
      return createSource(context, caller, ask.given, request);
    case 'update_source':
      return updateSource(context, caller, ask, request);
    case 'delete_source':
      return deleteSource(context, caller, ask.id, request);
    case 'create_contacts':
      return { answer: 'contacts', rows: await createContacts(context, caller, ask.given, request) };
    case 'read_contact':
      return { answer: 'contact', row: await readNamedContact(context, caller, ask) };
    default:
      return isRewardAsk(ask)
        ? answerReward(context, caller, ask, request)
        : answerReferral(context, caller, ask, request);
  }
}
