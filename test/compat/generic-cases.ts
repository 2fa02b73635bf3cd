import type { Asked } from './request.ts';
import type { Writing } from './routes.ts';

/** What no route may take, whatever it is for. */
export interface GenericCase {
  name: string;
  request: Asked;
  /** What the answer must tell of the fault. */
  says: RegExp;
}

/** Nothing has it, so a route that took the body would have to look for it. */
const NOBODY = '00000000-0000-7000-8000-000000000000';
const MEGABYTE = 1_048_576;
const DEPTH = 100;

const NOT_JSON = /json/i;
/** What was expected, or the first thing that is missing. */
const NO_OBJECT = /object|dictionary|required|empty|expected an array/i;

/** Bodies that cannot be right for a route, and a method that it does not have. */
export function genericCases(route: Writing): GenericCase[] {
  const path = route.at ?? route.path.replace(/:\w+/g, NOBODY);
  const request = (body: Partial<Asked>): Asked => ({
    method: route.method,
    path,
    query: {},
    headers: { 'content-type': 'application/json' },
    ...body,
  });
  const text = (name: string, text: string, says: RegExp): GenericCase => ({ name, request: request({ text }), says });
  const bytes = Buffer.concat([Buffer.from('{"notes":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]);
  const nested = `{"metadata":${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}}`;
  const other = route.method === 'PUT' ? 'PATCH' : 'PUT';
  const noObject = [
    text('body is text', '"a"', NO_OBJECT),
    text('body is a number', '7', NO_OBJECT),
    text('body is null', 'null', NO_OBJECT),
    ...(route.takesArray ? [] : [text('body is an array', '[{}]', NO_OBJECT)]),
    text('body is empty', '', NO_OBJECT),
  ];
  return [
    text('a megabyte of metadata', JSON.stringify({ metadata: { a: 'x'.repeat(MEGABYTE) } }), /larg|bytes/i),
    text('deep nesting', nested, /nested|deep/i),
    text('a key twice', '{"metadata":{"a":1,"a":2}}', /twice|duplicate|more than once/i),
    text('a key twice at the top', '{"metadata":{},"metadata":{"b":1}}', /twice|duplicate|more than once/i),
    { name: 'invalid UTF-8', request: request({ base64: bytes.toString('base64') }), says: /utf-?8/i },
    text('truncated JSON', '{"metadata":{"a":1', NOT_JSON),
    text('NaN', '{"amount":NaN,"value":NaN,"count":NaN}', NOT_JSON),
    text('no JSON at all', 'a=1&b=2', NOT_JSON),
    ...(route.takesNothing ? [] : noObject),
    {
      name: 'a method that it does not have',
      request: { ...request({ text: '{}' }), method: other },
      says: new RegExp(other),
    },
  ];
}
