import type { AffiliateRow } from '../../domain/affiliate.ts';
import type { ConversionTypeRow } from '../../domain/conversion-type.ts';
import { AppError } from '../../domain/errors.ts';
import type { SourceRow } from '../../domain/source.ts';
import { cleanText } from '../../domain/text.ts';
import type { HttpContext } from '../context.ts';

/** Finds what a request names by id, each once. */
export interface References {
  /** Throws `not_found` with `conversion_type_id`. */
  type(id: string | null | undefined): Promise<ConversionTypeRow | null>;
  /** Throws `not_found` with `source_id`. */
  source(id: string | null | undefined): Promise<SourceRow | null>;
  /** Throws `not_found` with `affiliate_id`. */
  affiliate(id: string | null | undefined): Promise<AffiliateRow | null>;
}

export function createReferences(context: HttpContext, workspaceId: string): References {
  const types = new Map<string, Promise<ConversionTypeRow | null>>();
  const sources = new Map<string, Promise<SourceRow | null>>();
  const affiliates = new Map<string, Promise<AffiliateRow | null>>();

  async function once<Row>(
    found: Map<string, Promise<Row | null>>,
    { id, field, what }: { id: string | null | undefined; field: string; what: string },
    look: (id: string) => Promise<Row | null>,
  ): Promise<Row | null> {
    if (id === null || id === undefined) return null;
    const asked = found.get(id) ?? look(cleanText(id));
    found.set(id, asked);
    const row = await asked;
    if (row) return row;
    throw new AppError('not_found', `${field}: there is no ${what} ${id}`, {
      field,
      hint: `Create the ${what} first, check its id, and that the key is of the same mode (live or test).`,
    });
  }

  return {
    type: (id) =>
      once(types, { id, field: 'conversion_type_id', what: 'conversion type' }, (clean) =>
        context.ask('read_conversion_type', { workspace_id: workspaceId, id: clean }),
      ),
    source: (id) =>
      once(sources, { id, field: 'source_id', what: 'source' }, (clean) =>
        context.ask('read_source', { workspace_id: workspaceId, id: clean }),
      ),
    affiliate: (id) =>
      once(affiliates, { id, field: 'affiliate_id', what: 'affiliate' }, async (clean) => {
        const found = await context.ask('read_affiliate', { workspace_id: workspaceId, id: clean });
        return found?.affiliate ?? null;
      }),
  };
}
