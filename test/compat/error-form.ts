import { kindOf } from './checked.ts';
import { differences } from './match.ts';
import type { Reply } from './send.ts';
import type { Spoken } from './vendor.ts';

/** What is wrong with an error's form, as its vendor's clients read it; nothing where it is theirs. */
export function faultOfForm(reply: Reply, spoken: Spoken): string | undefined {
  const faults = FORMS[spoken](reply);
  return faults.length === 0 ? undefined : `not an error of ${spoken}: ${faults.join('; ')}`;
}

const FORMS: Readonly<Record<Spoken, (reply: Reply) => string[]>> = {
  nexor: errorAndMessage,
  brandwave: errorAndMessage,
  chase: ({ body }) => {
    const { detail, ...rest } = (body ?? {}) as { detail?: unknown };
    if (Object.keys(rest).length > 0) return [`there is more than detail: ${Object.keys(rest)}`];
    if (typeof detail === 'string') return filled({ detail }, ['detail']);
    if (!Array.isArray(detail) || detail.length === 0) return [`detail is ${kindOf(detail)}`];
    return detail.flatMap((each) => differences(each, { loc: '$array', msg: '$string', type: '$string' }, 'subset'));
  },
  affonso: ({ body }) => [
    ...differences(body, { success: false, error: { code: '$string', message: '$string' } }, 'subset'),
    ...filled((body as { error?: unknown } | undefined)?.error, ['code', 'message']),
  ],
  whop: ({ body }) => [
    ...differences(body, { message: '$string', error: { type: '$string', message: '$string' } }, 'subset'),
    ...filled(body, ['message']),
  ],
  native: ({ body, status, headers }) => [
    ...differences(body, { status, code: '$string', title: '$string', detail: '$string' }, 'subset'),
    ...differences(headers.get('content-type'), 'application/problem+json; charset=utf-8', 'exact'),
    ...filled(body, ['code', 'detail']),
  ],
};

function errorAndMessage({ body }: Reply): string[] {
  return [
    ...differences(body, { error: '$string', message: '$string' }, 'subset'),
    ...filled(body, ['error', 'message']),
  ];
}

/** Those of the fields that say nothing. */
function filled(body: unknown, fields: readonly string[]): string[] {
  return fields
    .filter((field) => !(body as Record<string, unknown> | null | undefined)?.[field])
    .map((field) => `no ${field}`);
}
