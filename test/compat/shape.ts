import { kindOf } from './checked.ts';
import type { Exception } from './literal.ts';

/**
 * How a reply differs from a printed one in keys and types, one line each. An object that is printed empty stands for any
 * object, and the one item of a printed array for each of its items.
 */
export function differencesOfShape(
  actual: unknown,
  printed: unknown,
  exceptions: readonly Exception[],
  path: readonly string[] = [],
): string[] {
  const at = path.join('.');
  if (kindOf(actual) !== kindOf(printed)) {
    const isAllowed = exceptions.some(({ reply, may_be }) => reply === at && may_be === kindOf(actual));
    return isAllowed ? [] : [`${at || 'the reply'}: printed as ${kindOf(printed)}, came ${kindOf(actual)}`];
  }
  if (Array.isArray(printed)) {
    const items = actual as unknown[];
    if (printed.length > 0 && items.length === 0) return [`${at}: printed with an item, came without any`];
    return items.flatMap((item, index) =>
      printed.length === 0 ? [] : differencesOfShape(item, printed[0], exceptions, [...path, String(index)]),
    );
  }
  if (printed === null || typeof printed !== 'object') return [];
  const [came, wanted] = [new Map(Object.entries(actual as object)), new Map(Object.entries(printed))];
  if (wanted.size === 0) return [];
  return [
    ...[...wanted.keys()]
      .filter((key) => !came.has(key))
      .map((key) => `${[...path, key].join('.')}: is printed, did not come`),
    ...[...came.keys()]
      .filter((key) => !wanted.has(key) && !exceptions.some(isAddition([...path, key].join('.'))))
      .map((key) => `${[...path, key].join('.')}: came, is not printed`),
    ...[...wanted]
      .filter(([key]) => came.has(key))
      .flatMap(([key, value]) => differencesOfShape(came.get(key), value, exceptions, [...path, key])),
  ];
}

function isAddition(at: string): (exception: Exception) => boolean {
  return ({ reply, may_be }) => reply === at && may_be === 'added';
}
