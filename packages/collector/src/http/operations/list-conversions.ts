import type { Caller } from '../../auth/keyring.ts';
import type { Answer, GivenListQuery } from '../../dialects/dialect.ts';
import type { HttpContext } from '../context.ts';
import { readListQuestion } from '../list-question.ts';

/** A page of a list. Throws `invalid` with the parameter at fault. */
export async function listConversions(
  context: HttpContext,
  { workspace_id }: Caller,
  query: GivenListQuery,
): Promise<Extract<Answer, { answer: 'conversions' }>> {
  const page = await context.ask('list_conversions', readListQuestion(workspace_id, query));
  const { rows, total, total_is_exact, facets } = page;
  return { answer: 'conversions', rows, total, total_is_exact, facets };
}
