import { kindOf } from './checked.ts';

/**
 * Holds what came against what was expected. Text that begins with `$` stands for a kind of value: `$uuid`, `$time`
 * (ISO 8601), `$string`, `$number`, `$boolean`, `$object`, `$array`, `$any`, `$id:PREFIX` for an id such as `com_0192…`, or
 * `$same:NAME` for what was first seen under that name. `$$` stands for a `$`.
 */

/** `exact`: an object has the expected keys and no others. `subset`: it may have others. */
export type Mode = 'exact' | 'subset';

/** What `$same:NAME` stood for, by name. */
export type Bindings = Map<string, unknown>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const KINDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  $uuid: (value) => typeof value === 'string' && UUID.test(value),
  $time: (value) => typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value)),
  $string: (value) => typeof value === 'string',
  $number: (value) => typeof value === 'number',
  $boolean: (value) => typeof value === 'boolean',
  $object: (value) => kindOf(value) === 'object',
  $array: Array.isArray,
  $any: () => true,
};

/** How the value differs from what was expected, one line each; none where it does not. */
export function differences(
  actual: unknown,
  expected: unknown,
  mode: Mode,
  bindings: Bindings = new Map(),
  at = '$',
): string[] {
  if (typeof expected === 'string' && expected.startsWith('$') && !expected.startsWith('$$')) {
    return differsFromPlaceholder(actual, expected, bindings, at);
  }
  if (kindOf(actual) !== kindOf(expected)) return [unlike(actual, plain(expected), at)];
  if (Array.isArray(expected)) return differsFromArray(actual as unknown[], expected, mode, bindings, at);
  if (expected !== null && typeof expected === 'object') {
    return differsFromObject(actual as object, expected, mode, bindings, at);
  }
  return actual === plain(expected) ? [] : [unlike(actual, plain(expected), at)];
}

function differsFromPlaceholder(actual: unknown, expected: string, bindings: Bindings, at: string): string[] {
  const [, name] = /^\$same:(\w+)$/.exec(expected) ?? [];
  if (name !== undefined) {
    if (!bindings.has(name)) bindings.set(name, actual);
    return differences(actual, escaped(bindings.get(name)), 'exact', bindings, at);
  }
  const [, prefix] = /^\$id:([a-z]+)$/.exec(expected) ?? [];
  const isOfKind = prefix === undefined ? KINDS[expected] : (value: unknown) => isIdOf(prefix, value);
  if (!isOfKind) throw new Error(`${at}: there is no placeholder ${expected}; write $$ where a $ is meant`);
  return isOfKind(actual) ? [] : [unlike(actual, expected, at)];
}

/** What begins so, and may stand in a URL as it is. */
function isIdOf(prefix: string, value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(`${prefix}_`) && /^[\w-]{8,255}$/.test(value);
}

function differsFromArray(
  actual: readonly unknown[],
  expected: readonly unknown[],
  mode: Mode,
  bindings: Bindings,
  at: string,
): string[] {
  if (actual.length !== expected.length) {
    return [`${at}: expected ${expected.length} items, came ${actual.length}: ${shown(actual)}`];
  }
  return expected.flatMap((item, index) => differences(actual[index], item, mode, bindings, `${at}[${index}]`));
}

function differsFromObject(actual: object, expected: object, mode: Mode, bindings: Bindings, at: string): string[] {
  const [came, wanted] = [new Map(Object.entries(actual)), new Map(Object.entries(expected))];
  const missing = [...wanted.keys()].filter((key) => !came.has(key));
  const extra = mode === 'exact' ? [...came.keys()].filter((key) => !wanted.has(key)) : [];
  return [
    ...missing.map((key) => `${at}.${key}: expected ${shown(wanted.get(key))}, it is not there`),
    ...extra.map((key) => `${at}.${key}: not expected, came ${shown(came.get(key))}`),
    ...[...wanted]
      .filter(([key]) => came.has(key))
      .flatMap(([key, value]) => differences(came.get(key), value, mode, bindings, `${at}.${key}`)),
  ];
}

function plain(expected: unknown): unknown {
  return typeof expected === 'string' && expected.startsWith('$$') ? expected.slice(1) : expected;
}

/** A value as it would have to be expected, so that it is taken for itself. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('$') ? `$${value}` : value;
  if (Array.isArray(value)) return value.map(escaped);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
}

function unlike(actual: unknown, expected: unknown, at: string): string {
  return `${at}: expected ${shown(expected)}, came ${shown(actual)}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
