import type { DialectName } from '../domain/dialect.ts';
import { conversionFields } from '../wire/conversion.ts';

/**
 * What a report carries beyond the fields that its vendor documents. It is kept as it came; a name that means something
 * to us is kept under the vendor's, so that it never gets that meaning.
 */
export function undocumentedOf(
  report: Readonly<Record<string, unknown>>,
  documented: object,
  dialect: DialectName,
): Record<string, unknown> {
  const entries = Object.entries(report).filter(([name]) => !Object.hasOwn(documented, name));
  return renamed(Object.fromEntries(entries), conversionFields, dialect);
}

/** The same values, those of these names under the vendor's. */
export function renamed(
  values: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
  dialect: DialectName,
): Record<string, unknown> {
  const entries = Object.entries(values);
  return Object.fromEntries(entries.map(([name, value]) => [names.has(name) ? `${dialect}.${name}` : name, value]));
}
