import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { GivenContact } from '../wire/contact.ts';
import type { GivenConversion } from '../wire/conversion.ts';
import { parse } from '../wire/parse.ts';
import { errorReply, FAULTS } from './chase/error-envelope.ts';
import { email, expected, text } from './chase/fields.ts';
import { callersId, createdStatus, type Dialect, expect, type Leniency } from './dialect.ts';
import { undocumentedOf } from './undocumented.ts';

/** Only a conversion of a known contact counts. Of amounts and times Chase knows nothing. */
const LENIENCY: Leniency = { excess: 'refuse', negative: 'refuse', future: 'refuse', requiresContact: true };

/** Name of a conversion whose type is not told. */
const NAME_WITHOUT_TYPE = 'conversion';

const submitted = z.looseObject(
  {
    email,
    conversion_type: text(0, 63).nullish(),
    conversion_data: z.record(z.string(), z.unknown(), expected('dict_type')).nullish(),
  },
  expected('dict_type'),
);

const custom = z.looseObject({ key: text(1, 31), value: z.unknown() }, expected('dict_type'));

const uploaded = z.looseObject(
  {
    email,
    first_name: text(1, 63).nullish(),
    last_name: text(1, 63).nullish(),
    custom_data: z.array(custom, expected('list_type')).max(16, `${FAULTS.too_long} 16 items`).nullish(),
  },
  expected('dict_type'),
);

/** https://docs.meetchase.ai */
export const chase: Dialect = {
  name: 'chase',
  credential: 'x-api-key',
  keyPrefix: 'chase_live_',
  renderError: errorReply,
  routes: [
    {
      method: 'POST',
      path: '/api/v2/conversions',
      ask: ({ body }) => ({ ask: 'create_conversion', given: newConversionOf(body), leniency: LENIENCY }),
      reply(answer) {
        if (answer.answer === 'ignored') {
          return { status: 200, body: { status: 'ignored', reason: 'contact_not_found' } };
        }
        expect(answer, 'conversion');
        return { status: 202, body: { status: 'queued' } };
      },
    },
    {
      method: 'POST',
      path: '/api/v2/contacts',
      ask: ({ body }) => ({ ask: 'create_contacts', given: [contactOf(body)] }),
      reply(answer) {
        const [contact] = expect(answer, 'contacts').rows;
        if (contact === undefined) throw new Error('a contact was not answered');
        if (contact instanceof AppError) return errorReply(contact);
        return { status: createdStatus(contact), body: { id: callersId(contact.row) } };
      },
    },
  ],
};

/** A price in `conversion_data` is data like the rest: only by example is it the amount of a sale. */
function newConversionOf(body: unknown): GivenConversion {
  const report = parse(submitted, body);
  return {
    ...undocumentedOf(report, submitted.shape, 'chase'),
    name: report.conversion_type?.trim() || NAME_WITHOUT_TYPE,
    email: report.email,
    metadata: report.conversion_data,
    origin: 'api',
  };
}

function contactOf(body: unknown): GivenContact {
  const { email, first_name, last_name, custom_data } = parse(uploaded, body);
  const metadata = Object.fromEntries((custom_data ?? []).map(({ key, value }) => [key, value ?? null]));
  return { kind: 'contact', email, first_name, last_name, metadata: custom_data?.length ? metadata : null };
}
