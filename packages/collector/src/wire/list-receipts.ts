import { key } from './fields.ts';
import { pageQuery } from './people.ts';

/** `GET /v1/receipts` */
export const listReceiptsQuery = pageQuery.extend({ conversion_id: key.optional() });
