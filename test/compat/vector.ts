import { type Fields, fieldsOf, flagOf, listOf, numberOf, textOf } from './checked.ts';
import { type Asked, headersOf, readRequest, readSetup, recordOf } from './request.ts';
import type { KeyOptions } from './stand.ts';

/** What a caller says and what must come of it: request → command → reply. */
export interface Vector {
  /** Begins with the folder's name, such as `nexor/create/minimal`. */
  id: string;
  /** Documented points that hold if it passes. */
  shows: readonly string[];
  /** The account that its key is made for, and the secret by which its requests are signed. */
  key: KeyOptions;
  /** It needs a database in which nothing else was done. */
  fresh: boolean;
  /** Native requests that come before, with the workspace's own key. */
  setup: readonly Asked[];
  steps: readonly Step[];
}

export interface Step {
  request: Asked;
  /** What must be among the one accepted command, or each of several; `null` where none may be; left out, any may be. */
  command?: Fields | readonly Fields[] | null;
  reply: ExpectedReply;
}

export interface ExpectedReply {
  status: number;
  /** JSON with placeholders, see `match.ts`; no other keys may come. */
  body?: unknown;
  /** The body as text, where it is no JSON; `""` for none. */
  text?: string;
  headers: Readonly<Record<string, string | null>>;
}

/** Throws, with the place, where the file's JSON is not an array of vectors of this folder. */
export function readVectors(value: unknown, where: string, folder: string): Vector[] {
  return listOf(value, where, (item, at) => readVector(item, at, folder));
}

function readVector(value: unknown, where: string, folder: string): Vector {
  const known = ['id', 'shows', 'account', 'signing_secret', 'fresh', 'setup', 'steps'];
  const fields = fieldsOf(value, where, known, ['id', 'steps']);
  const id = readId(fields['id'], `${where}.id`, folder);
  const steps = listOf(fields['steps'], `${where} (${id}).steps`, readStep);
  if (steps.length === 0) throw new Error(`${where} (${id}): it has no steps, so it shows nothing`);
  return {
    id,
    shows: listOf(fields['shows'] ?? [], `${where} (${id}).shows`, textOf),
    key: {
      ...('account' in fields ? { account: textOf(fields['account'], `${where} (${id}).account`) } : {}),
      ...('signing_secret' in fields
        ? { signing_secret: textOf(fields['signing_secret'], `${where} (${id}).signing_secret`) }
        : {}),
    },
    fresh: flagOf(fields['fresh'] ?? false, `${where} (${id}).fresh`),
    setup: listOf(fields['setup'] ?? [], `${where} (${id}).setup`, readSetup),
    steps,
  };
}

/** An id such as `nexor/create/minimal`, which must begin with the folder's name. */
export function readId(value: unknown, where: string, folder: string): string {
  const id = textOf(value, where);
  if (!id.startsWith(`${folder}/`)) throw new Error(`${where}: expected to begin with ${folder}/, found ${id}`);
  if (/[\s:,]/.test(id)) throw new Error(`${where}: an id has no space, colon or comma, found ${id}`);
  return id;
}

function readStep(value: unknown, where: string): Step {
  const fields = fieldsOf(value, where, ['request', 'command', 'reply'], ['request', 'reply']);
  return {
    request: readRequest(fields['request'], `${where}.request`),
    reply: readReply(fields['reply'], `${where}.reply`),
    ...('command' in fields ? { command: readCommand(fields['command'], `${where}.command`) } : {}),
  };
}

function readCommand(value: unknown, where: string): Fields | readonly Fields[] | null {
  if (value === null) return null;
  return Array.isArray(value) ? listOf(value, where, recordOf) : recordOf(value, where);
}

function readReply(value: unknown, where: string): ExpectedReply {
  const fields = fieldsOf(value, where, ['status', 'body', 'text', 'headers'], ['status']);
  if ('body' in fields && 'text' in fields) throw new Error(`${where}: a reply has a body or a text, not both`);
  return {
    status: numberOf(fields['status'], `${where}.status`),
    headers: headersOf(recordOf(fields['headers'] ?? {}, `${where}.headers`), `${where}.headers`),
    ...('body' in fields ? { body: fields['body'] } : {}),
    ...('text' in fields ? { text: textOf(fields['text'], `${where}.text`) } : {}),
  };
}
