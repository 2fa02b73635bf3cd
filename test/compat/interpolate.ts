/** What `${…}` can refer to, such as `{ setup: [body, …], steps: [{ status, body }, …] }`. */
export type Scope = Readonly<Record<string, unknown>>;

const REFERENCE = /\$\{([^}]+)\}/g;
const ONLY_REFERENCE = /^\$\{([^}]+)\}$/;

/**
 * The value with every `${steps.0.body.data.id}` in its text replaced by what that names. Text that is nothing but one
 * reference becomes the value itself, whatever its type. Throws where there is no such value.
 */
export function interpolate<Value>(value: Value, scope: Scope): Value {
  return replaced(value, scope) as Value;
}

function replaced(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    const [, only] = ONLY_REFERENCE.exec(value) ?? [];
    if (only !== undefined) return find(only, scope);
    return value.replace(REFERENCE, (_, path: string) => textOf(find(path, scope)));
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, scope));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner, scope)]));
}

function find(path: string, scope: Scope): unknown {
  let value: unknown = scope;
  for (const part of path.split('.')) {
    const isThere = value !== null && typeof value === 'object' && Object.hasOwn(value, part);
    value = isThere ? (value as Record<string, unknown>)[part] : undefined;
    if (value === undefined) throw new Error(`\${${path}} names nothing: there is no ${part}`);
  }
  return value;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
