import type { Caller } from '../../auth/keyring.ts';
import type { AppError } from '../../domain/errors.ts';
import { STRICT } from '../../domain/leniency.ts';
import type { HttpContext } from '../context.ts';
import { type ConversionAnswer, conversionAnswers, conversionCommand, madeConversion } from './create-conversion.ts';
import { submitItems } from './items.ts';
import { itemRequest, type OperationRequest } from './operation-request.ts';
import { createReferences } from './references.ts';

/** Records conversions, each for itself: what is wrong with one does not harm another. */
export async function createConversions(
  context: HttpContext,
  caller: Caller,
  items: readonly unknown[],
  request: OperationRequest,
): Promise<(ConversionAnswer | AppError)[]> {
  const references = createReferences(context, caller.workspace_id);
  const made = await submitItems(
    context,
    items,
    async (given, index) => ({
      command: await conversionCommand(
        references,
        caller,
        { given, leniency: STRICT },
        itemRequest(request, given, index),
      ),
    }),
    madeConversion,
  );
  return conversionAnswers(context, made);
}
