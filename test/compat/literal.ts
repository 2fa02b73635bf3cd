import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf, listOf, numberOf, oneOf, textOf } from './checked.ts';
import { interpolate, type Scope } from './interpolate.ts';
import { type Asked, readSetup } from './request.ts';
import { readId } from './vector.ts';

/** A request as a vendor's document prints it, and what must come of it. */
export interface Example {
  id: string;
  shows: readonly string[];
  /** As printed. */
  printed: string;
  /** What is put in place of what the document leaves open, in order. */
  fillings: readonly Filling[];
  /** Native requests that come before. */
  setup: readonly Asked[];
  status: number;
  /** The reply as printed, or where only its keys are told, those; `undefined` where nothing is told. */
  reply: unknown;
  /** Fields of the printed reply that may be of another type, and why. */
  exceptions: readonly Exception[];
}

interface Filling {
  find: string;
  put: string;
  why: string;
}

export interface Exception {
  /** Path in the reply, such as `conversion_event.notes`. */
  reply: string;
  may_be: (typeof EXCEPTIONS)[number];
  why: string;
}

/** `added`: it is not printed, and comes all the same. */
const EXCEPTIONS = ['null', 'string', 'number', 'object', 'array', 'added'] as const;

/**
 * The examples of a vendor's folder: `literal/NAME.txt` as printed, `literal/NAME.json` with `{shows?, setup?, status}`,
 * `literal/NAME.reply.json` as printed where a reply is, and `placeholders.json`. Throws with the place of what is wrong.
 */
export function readExamples(folder: string, vendor: string): Example[] {
  const literal = join(folder, 'literal');
  const { fillings, exceptions } = readPlaceholders(readJson(join(folder, 'placeholders.json')), vendor);
  const names = readdirSync(literal)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => file.slice(0, -'.txt'.length));
  return names.sort().map((name) => {
    const where = `${vendor}/literal/${name}.json`;
    const fields = fieldsOf(readJson(join(literal, `${name}.json`)), where, ['shows', 'setup', 'status'], ['status']);
    const reply = join(literal, `${name}.reply.json`);
    return {
      id: readId(`${vendor}/literal/${name}`, where, vendor),
      shows: listOf(fields['shows'] ?? [], `${where}.shows`, textOf),
      printed: readFileSync(join(literal, `${name}.txt`), 'utf8'),
      fillings,
      setup: listOf(fields['setup'] ?? [], `${where}.setup`, readSetup),
      status: numberOf(fields['status'], `${where}.status`),
      reply: existsSync(reply) ? readJson(reply) : undefined,
      exceptions,
    };
  });
}

/** What is filled in, and where replies may differ from the printed ones. Throws where one says no reason. */
export function readPlaceholders(value: unknown, vendor: string): Pick<Example, 'fillings' | 'exceptions'> {
  const [fillings, exceptions]: [Filling[], Exception[]] = [[], []];
  listOf(value, `${vendor}/placeholders.json`, (item, where) => {
    const isFilling = item !== null && typeof item === 'object' && 'find' in item;
    const keys = isFilling ? ['find', 'put', 'why'] : ['reply', 'may_be', 'why'];
    const fields = fieldsOf(item, where, keys, keys);
    const why = textOf(fields['why'], `${where}.why`);
    if (why.trim() === '') throw new Error(`${where}: it gives no reason`);
    if (isFilling) fillings.push({ find: textOf(fields['find'], where), put: textOf(fields['put'], where), why });
    else {
      const may_be = oneOf(fields['may_be'], `${where}.may_be`, EXCEPTIONS);
      exceptions.push({ reply: textOf(fields['reply'], `${where}.reply`), may_be, why });
    }
  });
  return { fillings, exceptions };
}

/** The printed request with its placeholders filled; `${…}` in a filling names something of the scope. */
export function fill({ printed, fillings }: Example, scope: Scope): string {
  return interpolate(
    fillings.reduce((text, { find, put }) => text.replaceAll(find, () => put), printed),
    scope,
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
