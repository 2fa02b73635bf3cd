import { AppError } from '../domain/errors.ts';
import { type Dialect, expect, type Leniency } from './dialect.ts';
import { conversionEvent, conversionType, listedEvent } from './nexor/conversion-event.ts';
import { conversionListOf } from './nexor/conversion-list.ts';
import { errorReply } from './nexor/error-envelope.ts';
import { lead, leadsOf, leadsReply } from './nexor/leads.ts';
import { newConversionOf } from './nexor/new-conversion.ts';

/** An amount is a double of any sign; of a time ahead of us nothing is said. */
const LENIENCY: Leniency = { excess: 'half_even', negative: 'allow', future: 'clamp', requiresContact: false };

/** https://docs.getnexor.ai */
export const nexor: Dialect = {
  name: 'nexor',
  credential: 'x-api-key',
  keyPrefix: 'nxr_live_',
  renderError: errorReply,
  routes: [
    {
      method: 'POST',
      path: '/api/public/conversions',
      ask: ({ body }) => ({ ask: 'create_conversion', given: newConversionOf(body), leniency: LENIENCY }),
      reply: (answer) => ({
        status: 201,
        body: { success: true, conversion_event: conversionEvent(expect(answer, 'conversion').shown) },
      }),
    },
    {
      method: 'GET',
      path: '/api/public/conversions',
      ask: ({ query }) => ({ ask: 'list_conversions', query: conversionListOf(query) }),
      reply(answer) {
        const { rows, total } = expect(answer, 'conversions');
        return { status: 200, body: { success: true, conversion_events: rows.map(listedEvent), total } };
      },
    },
    {
      method: 'GET',
      path: '/api/public/conversion-types',
      ask: () => ({ ask: 'list_conversion_types' }),
      reply: (answer) => ({
        status: 200,
        body: { success: true, conversion_types: expect(answer, 'conversion_types').rows.map(conversionType) },
      }),
    },
    {
      method: 'POST',
      path: '/api/public/leads',
      ask: ({ body }) => ({
        ask: 'create_contacts',
        given: leadsOf(body).filter((item) => !(item instanceof AppError)),
      }),
      reply: (answer, { body }) => leadsReply(body, expect(answer, 'contacts').rows),
    },
    {
      method: 'GET',
      path: '/api/public/leads/:id',
      ask: ({ params }) => ({ ask: 'read_contact', id: params['id'] ?? '', named_as: 'lead' }),
      reply: (answer) => ({ status: 200, body: { success: true, lead: lead(expect(answer, 'contact').row) } }),
    },
  ],
};
