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
  return Object.fromEntries(
    entries.map(([name, value]) => [conversionFields.has(name) ? `${dialect}.${name}` : name, value]),
  );
}
