import type { ConversionRow } from '../domain/conversion.ts';
import { type Identifier, identifierKey, nodeOf } from '../domain/identity.ts';

/** Who buys, as far as secret keys tell. */
export interface Buyer {
  key: string | null;
  /** Everything that names them in the report, as links compare it, and what stands for them. */
  names: ReadonlySet<string>;
}

export function buyerOf({ identifiers }: Pick<ConversionRow, 'identifiers'>, root: Identifier | undefined): Buyer {
  const key = root ? identifierKey(root) : null;
  const names = identifiers.map((identifier) => identifierKey(nodeOf(identifier)));
  return { key, names: new Set(key === null ? names : [...names, key]) };
}
