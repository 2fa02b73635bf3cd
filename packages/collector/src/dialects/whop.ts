import { AppError } from '../domain/errors.ts';
import { type Ask, callersId, type Dialect, expect, type Route, type VendorRequest } from './dialect.ts';
import { renderError } from './whop/render-error.ts';
import { conversionOf, eventOf, type WhopReport } from './whop/report.ts';

/** Whop's API for conversions: https://docs.whop.com/api-reference/conversions/create-conversion */
export const whop: Dialect = {
  name: 'whop',
  credential: 'bearer',
  keyPrefix: 'apik_live_',
  routes: [
    recording('/api/v1/conversions', 'company_id', conversionOf),
    // Its successor, which calls the company an account.
    recording('/api/v1/events', 'account_id', eventOf),
  ],
  renderError,
};

type AccountField = 'company_id' | 'account_id';

function recording(path: string, field: AccountField, read: (body: unknown) => WhopReport): Route {
  return {
    method: 'POST',
    path,
    ask: (request) => askToRecord(request, field, read(request.body)),
    // A conversion that is known already is no error, and is answered as it was the first time.
    reply: (answer) => ({ status: 200, body: { id: callersId(expect(answer, 'conversion').shown.row) } }),
  };
}

function askToRecord(request: VendorRequest, field: AccountField, { account, given }: WhopReport): Ask {
  if (request.account !== null && account !== request.account) {
    throw new AppError('forbidden', `${field}: is not the company of this key`, {
      field,
      hint: 'A key is for one company: the one that it was made for, or else the one that the first report to its workspace named.',
    });
  }
  return {
    ask: 'create_conversion',
    account,
    given,
    leniency: {
      excess: 'half_even',
      // `value` is documented as any number.
      negative: 'allow',
      future: 'refuse',
      requiresContact: false,
      sameness: given.event_id === undefined ? samenessOf(request) : undefined,
    },
  };
}

/** The vendor's client repeats a request under no name, and only says how often it did. */
function samenessOf({ body, headers, place }: VendorRequest): { text: string; isRetry: boolean } {
  return {
    text: `${place} ${JSON.stringify(body)}`,
    isRetry: Number(headers['x-stainless-retry-count']) >= 1,
  };
}
