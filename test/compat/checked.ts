/** Reads JSON that people write by hand: whatever is not as it should be is said with its place. */

export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object that has no other keys than these. Throws with the place where it is something else. */
export function fieldsOf(value: unknown, where: string, known: readonly string[], required: readonly string[]): Fields {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${where}: expected an object, found ${kindOf(value)}`);
  }
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw new Error(`${where}: there is no "${key}"; there are ${known.join(', ')}`);
  }
  for (const key of required) {
    if (!(key in value)) throw new Error(`${where}: "${key}" is missing`);
  }
  return value as Fields;
}

export function listOf<Item>(value: unknown, where: string, read: (item: unknown, where: string) => Item): Item[] {
  if (!Array.isArray(value)) throw new Error(`${where}: expected an array, found ${kindOf(value)}`);
  return value.map((item, index) => read(item, `${where}[${index}]`));
}

export function textOf(value: unknown, where: string): string {
  if (typeof value !== 'string') throw new Error(`${where}: expected text, found ${kindOf(value)}`);
  return value;
}

export function numberOf(value: unknown, where: string): number {
  if (typeof value !== 'number') throw new Error(`${where}: expected a number, found ${kindOf(value)}`);
  return value;
}

export function flagOf(value: unknown, where: string): boolean {
  if (typeof value !== 'boolean') throw new Error(`${where}: expected true or false, found ${kindOf(value)}`);
  return value;
}

export function oneOf<Word extends string>(value: unknown, where: string, words: readonly Word[]): Word {
  const word = words.find((each) => each === value);
  if (word === undefined) {
    throw new Error(`${where}: expected one of ${words.join(', ')}, found ${JSON.stringify(value)}`);
  }
  return word;
}

/** A JSON type by name: what `typeof` says, but of `null` and arrays too. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'array' : typeof value;
}
