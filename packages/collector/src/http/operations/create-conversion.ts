import type { Caller } from '../../auth/keyring.ts';
import type { Answer, Ask, Shown } from '../../dialects/dialect.ts';
import type { RecordConversion } from '../../domain/command.ts';
import type { ConversionRow } from '../../domain/conversion.ts';
import { AppError } from '../../domain/errors.ts';
import { STRICT } from '../../domain/leniency.ts';
import { intakeConversion } from '../../intake/conversion.ts';
import { newConversion } from '../../wire/conversion.ts';
import { parse } from '../../wire/parse.ts';
import type { HttpContext } from '../context.ts';
import { type Answered, factOf, isReplayed, submitAny, submitOne } from '../submit.ts';
import type { OperationRequest } from './operation-request.ts';
import { createReferences, type References } from './references.ts';
import { showConversion, showConversions } from './show-conversion.ts';

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

/** Records a conversion, or finds the one that it is. Throws `invalid`, and `not_found` of its type, source or affiliate. */
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
  const [type, source, affiliate] = await Promise.all([
    references.type(parsed.conversion_type_id),
    references.source(parsed.source_id),
    references.affiliate(parsed.affiliate_id),
  ]);
  return intakeConversion(parsed, { ...caller, ...request, leniency, type, source, affiliate });
}

/** A conversion that was recorded, or was there already. */
export interface MadeConversion {
  outcome: 'recorded' | 'duplicate';
  row: ConversionRow;
  is_replayed: boolean;
}

export function madeConversion(outcome: Answered): MadeConversion {
  if (outcome.status === 'ignored') throw new Error(`a command was ignored: ${outcome.reason}`);
  const row = factOf<ConversionRow>(outcome, 'sales_status');
  return { outcome: outcome.status, row, is_replayed: isReplayed(outcome) };
}

/** The answers of several, in their place. */
export async function conversionAnswers(
  context: HttpContext,
  made: readonly (MadeConversion | AppError)[],
): Promise<(ConversionAnswer | AppError)[]> {
  const rows = made.flatMap((one) => (one instanceof AppError ? [] : [one.row]));
  const shown = (await showConversions(context, rows)).values();
  return made.map((one) => (one instanceof AppError ? one : answerOf(one, shown.next().value)));
}

async function conversionAnswer(context: HttpContext, outcome: Answered): Promise<ConversionAnswer> {
  const made = madeConversion(outcome);
  return answerOf(made, await showConversion(context, made.row));
}

function answerOf({ outcome, is_replayed }: MadeConversion, shown: Shown | undefined): ConversionAnswer {
  if (!shown) throw new Error('a conversion was not shown');
  return { answer: 'conversion', outcome, shown, is_replayed };
}
