/** What a CSV file may hold: one of it a row. */
export const IMPORT_KINDS = ['affiliates', 'links', 'referrals', 'customers', 'earnings'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** How a cell is read. `phone` is text that may begin with a plus sign. */
export type CellType = 'text' | 'phone' | 'amount' | 'instant';

/** By any of these a row names an affiliate: by either id, by their address, or by the code of a link. */
export const AFFILIATE_FIELDS = ['affiliate_id', 'affiliate_email', 'affiliate_code'] as const;

const affiliate = { affiliate_id: 'text', affiliate_email: 'text', affiliate_code: 'text' } as const;

/** What a row may say, called as in the API where the API has it. */
export const FIELDS: Readonly<Record<ImportKind, Readonly<Record<string, CellType>>>> = {
  affiliates: {
    external_id: 'text',
    name: 'text',
    email: 'text',
    group: 'text',
    code: 'text',
    destination_url: 'text',
    paypal_email: 'text',
    holder: 'text',
    iban: 'text',
    bic: 'text',
  },
  links: { ...affiliate, code: 'text', destination_url: 'text', name: 'text' },
  referrals: {
    ...affiliate,
    event_id: 'text',
    occurred_at: 'instant',
    external_user_id: 'text',
    customer_id: 'text',
    lead_id: 'text',
    email: 'text',
    phone: 'phone',
  },
  customers: {
    external_id: 'text',
    email: 'text',
    phone: 'phone',
    name: 'text',
    first_name: 'text',
    last_name: 'text',
  },
  earnings: {
    ...affiliate,
    external_id: 'text',
    external_ref: 'text',
    order_id: 'text',
    amount: 'amount',
    currency: 'text',
    commission_amount: 'amount',
    commission_currency: 'text',
    earning_status: 'text',
    occurred_at: 'instant',
    external_user_id: 'text',
    customer_id: 'text',
    email: 'text',
    notes: 'text',
  },
};

/** What each row must say: of each list at least one. */
export const REQUIRED: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  affiliates: [['name']],
  links: [AFFILIATE_FIELDS],
  referrals: [AFFILIATE_FIELDS, ['occurred_at'], ['external_user_id', 'customer_id', 'lead_id', 'email', 'phone']],
  customers: [['external_id', 'email', 'phone']],
  earnings: [AFFILIATE_FIELDS, ['occurred_at'], ['commission_amount'], ['currency', 'commission_currency']],
};
