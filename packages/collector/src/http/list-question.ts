import { AppError } from '../domain/errors.ts';
import { type Identifier, type IdentifierKind, identifierOf } from '../domain/identity.ts';
import { cleanText } from '../domain/text.ts';
import { type Filter, type ListQuestion, mayHoldClaims } from '../reports/conversions/list-question.ts';
import { type ListConversionsQuery, listConversionsQuery, SORT_COLUMNS } from '../wire/list-conversions.ts';
import { parse } from '../wire/parse.ts';
import { readListCursor } from './list-cursor.ts';

/** What two tables hold is put together, so that nothing of it can be left out unread. */
const OFFSET_OF_CLAIMS = 1_000;

/** What a request for a list asks. Throws `invalid` with the parameter at fault. */
export function readListQuestion(workspace_id: string, given: object): ListQuestion {
  const query = parse(listConversionsQuery, cleaned(given));
  const { search = null, limit, offset, status, cursor } = query;
  const order = { sort: SORT_COLUMNS[query.sort], order: query.order === 'asc' ? 'ascending' : 'descending' } as const;
  const question: ListQuestion = {
    workspace_id,
    filters: filtersIn(query),
    named: namedIn(query),
    search,
    from: query.occurred_from ?? null,
    to: query.occurred_to ?? null,
    ...order,
    status,
    limit,
    offset,
    after: readListCursor(order, cursor),
  };
  if (question.after && offset > 0) {
    throw new AppError('invalid', 'offset: cannot be sent with a cursor', {
      field: 'offset',
      hint: 'A cursor tells already where the page begins.',
    });
  }
  if (status !== 'verified' && offset > OFFSET_OF_CLAIMS) {
    throw new AppError('invalid', `offset: expected at most ${OFFSET_OF_CLAIMS} beside what browsers report`, {
      field: 'offset',
      hint: 'Send status=verified, or go from page to page by the cursor.',
    });
  }
  if (status === 'unverified' && !mayHoldClaims(question)) {
    throw new AppError('invalid', 'status: what only browsers report cannot be listed so', {
      field: 'status',
      hint: 'Narrow by nothing but name, order_id, event_id, visitor_id and time, and sort by occurred_at.',
    });
  }
  return question;
}

/** What is left of a text of which no store can hold anything: nothing is equal to it, and it has no word. */
const UNSTORABLE = ' ';

/** A parameter that is not known would be taken for one that narrows the list. A URL may hold what no store can. */
function cleaned(given: object): object {
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  const [stranger] = known.find(([field]) => !Object.hasOwn(listConversionsQuery.shape, field)) ?? [];
  if (stranger !== undefined) {
    throw new AppError('invalid', `${stranger}: is not a parameter of this list`, {
      field: stranger,
      hint: 'See docs/api.md for the parameters.',
    });
  }
  return Object.fromEntries(
    known.map(([field, value]) => [
      field,
      typeof value === 'string' ? cleanText(value) || (value && UNSTORABLE) : value,
    ]),
  );
}

const FILTER_FIELDS = {
  name: 'name',
  conversion_type_id: 'type_id',
  source_id: 'source_id',
  origin: 'origin',
  sales_status: 'sales_status',
  order_id: 'order_id',
  event_id: 'event_id',
  external_ref: 'external_ref',
  external_id: 'external_id',
  visitor_id: 'visitor_id',
  click_id: 'click_id',
  workflow_id: 'workflow_id',
  master_workflow_id: 'master_workflow_id',
  workflow_run_id: 'workflow_run_id',
} as const satisfies Partial<Record<keyof ListConversionsQuery, Filter>>;

function filtersIn(query: ListConversionsQuery): ListQuestion['filters'] {
  const fields = Object.entries(FILTER_FIELDS) as [keyof typeof FILTER_FIELDS, Filter][];
  return Object.fromEntries(
    fields.flatMap(([field, filter]) => (query[field] === undefined ? [] : [[filter, query[field]]])),
  );
}

const PERSON_FIELDS = {
  user_id: 'user',
  external_user_id: 'user',
  customer_id: 'customer',
  lead_id: 'lead',
  member_id: 'member',
  email: 'email',
  phone: 'phone',
} as const satisfies Partial<Record<keyof ListConversionsQuery, IdentifierKind>>;

function namedIn(query: ListConversionsQuery): Identifier[] {
  const fields = Object.entries(PERSON_FIELDS) as [keyof typeof PERSON_FIELDS, IdentifierKind][];
  return fields.flatMap(([field, kind]) => {
    const value = query[field];
    if (value === undefined) return [];
    const identifier = identifierOf(kind, value);
    if (identifier) return [identifier];
    throw new AppError('invalid', `${field}: ${JSON.stringify(value)} names nobody`, {
      field,
      hint: kind === 'phone' ? 'Send it in E.164, such as +4915112345678.' : 'Leave it out where it is not known.',
    });
  });
}
