import type { Caller } from '../../auth/keyring.ts';
import type { Answer, Ask } from '../../dialects/dialect.ts';
import type { RecordConversion } from '../../domain/command.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import { STRICT } from '../../domain/leniency.ts';
import { intakeConversion } from '../../intake/conversion.ts';
import { newConversion } from '../../wire/conversion.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { type Answered, factOf, isReplayed, submitAny, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';
import { createReferences, type References } from './references.ts';
import { showConversion } from './show-conversion.ts';

export type ConversionAnswer = Extract<Answer, { answer: 'conversion' }>;
type Asked = Pick<Extract<Ask, { ask: 'create_conversion' }>, 'given' | 'leniency'>;

/** Records a conversion by our own rules. Throws as `createConversion`. */
export async function createNativeConversion(
  context: HttpContext,
  caller: Caller,
  given: unknown,
  request: OperationRequest,
): Promise<ConversionAnswer> {
  const references = createReferences(context, caller.workspace_id);
  const command = await conversionCommand(references, caller, { given, leniency: STRICT }, request);
  return conversionAnswer(context, await submitOne(context, command));
}

/** Records a conversion, or finds the one that it is. Throws `invalid`, and `not_found` of its type or source. */
export async function createConversion(
  context: HttpContext,
  caller: Caller,
  asked: Asked,
  request: OperationRequest,
): Promise<Answer> {
  const references = createReferences(context, caller.workspace_id);
  const command = await conversionCommand(references, caller, asked, request);
  const outcome = await submitAny(context, command);
  return outcome.status === 'ignored' ? { answer: 'ignored' } : conversionAnswer(context, outcome);
}

/** What a report is as a command. */
export async function conversionCommand(
  references: References,
  caller: Caller,
  { given, leniency }: { given: unknown; leniency: Asked['leniency'] },
  request: OperationRequest,
): Promise<RecordConversion> {
  const parsed = parse(newConversion, given);
  const [type, source] = await Promise.all([
    references.type(parsed.conversion_type_id),
    references.source(parsed.source_id),
  ]);
  return intakeConversion(parsed, { ...caller, ...request, leniency, type, source });
}

/** What was recorded, or was there already. */
export async function conversionAnswer(context: HttpContext, outcome: Answered): Promise<ConversionAnswer> {
  if (outcome.status === 'ignored') throw new Error(`a command was ignored: ${outcome.reason}`);
  const row = factOf<ConversionRow>(outcome, 'sales_status');
  return {
    answer: 'conversion',
    outcome: outcome.status,
    shown: await showConversion(context, row),
    is_replayed: isReplayed(outcome),
  };
}
