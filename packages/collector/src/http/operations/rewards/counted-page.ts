import type { Counted } from '../../../dialects/reward-ask.ts';
import { AppError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/text.ts';
import type { CountedPage } from '../../../reports/rewards/page.ts';
import type { HttpContext } from '../../context.ts';

/** A page as it is answered. Throws `invalid` where some of the list was passed over, for nobody could tell what is missing. */
export function countedPage<Row>({ rows, total, has_more, is_whole }: CountedPage<Row>): { rows: Row[] } & Counted {
  if (!is_whole) throw tooMany();
  return { rows, total, has_more };
}

export function tooMany(): AppError {
  return new AppError('invalid', 'There are too many to look through for what you ask.', {
    hint: 'Narrow the list by when they were created, or leave out what it is narrowed by.',
  });
}

/** Our id of an affiliate by either; of one that is not there the id as it came. */
export async function ourAffiliate(
  context: HttpContext,
  workspace_id: string,
  id: string | undefined,
): Promise<string | null> {
  if (id === undefined) return null;
  const found = await context.ask('read_affiliate', { workspace_id, id: cleanText(id) });
  return found?.affiliate.id ?? cleanText(id);
}

/** The same of a program. */
export async function ourProgram(
  context: HttpContext,
  workspace_id: string,
  id: string | undefined,
): Promise<string | null> {
  if (id === undefined) return null;
  const found = await context.ask('choose_program', { workspace_id, id: cleanText(id) });
  return found?.id ?? cleanText(id);
}
