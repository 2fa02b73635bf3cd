import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { faultOf } from '../wire/parse.ts';
import { closestOf } from './closest.ts';
import { FIELDS, type ImportKind } from './kinds.ts';
import { DATE_FORMATS, isTimeZone } from './local-time.ts';

/** In which encodings a file may be; of the first three a mark at its beginning is understood, too. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const text = z.string().max(8_192);

const shape = z.strictObject({
  columns: z.record(z.string(), z.string().trim().min(1)).optional(),
  defaults: z.record(z.string(), text).default({}),
  values: z.record(z.string(), z.record(z.string(), text)).default({}),
  decimal: z.enum(['.', ',']).default('.'),
  unit: z.enum(['major', 'minor']).default('major'),
  date: z.enum(['iso', ...DATE_FORMATS]).default('iso'),
  time_zone: z
    .string()
    .refine(isTimeZone, { error: 'expected a time zone of the IANA database, such as Europe/Berlin or UTC' })
    .optional(),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
});

/**
 * How a file is to be read. `columns`: the header of each field's column; without it the headers are the fields' names.
 * `defaults`: what a row says that leaves a field empty. `values`: by field what stands for a text of the file.
 */
export type Mapping = z.output<typeof shape>;

const HINT = 'docs/import.md has the keys of a mapping file, and the fields of each kind.';

/** A mapping file's JSON. Throws `invalid` that names the key, and of a field that is none the closest one. */
export function readMapping(given: unknown, kind: ImportKind): Mapping {
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const { field, message } = faultOf(parsed.error);
    throw new AppError('invalid', `mapping: ${[field, message].filter(Boolean).join(': ')}`, { field, hint: HINT });
  }
  const mapping = parsed.data;
  for (const part of ['columns', 'defaults', 'values'] as const) {
    for (const field of Object.keys(mapping[part] ?? {})) assertField(part, field, kind);
  }
  if (mapping.date !== 'iso' && mapping.time_zone === undefined) {
    throw new AppError('invalid', 'mapping: time_zone: is required, for the dates of the file do not say theirs', {
      field: 'time_zone',
      hint: 'State the time zone that the file was written in, such as "Europe/Berlin" or "UTC".',
    });
  }
  return mapping;
}

function assertField(part: string, field: string, kind: ImportKind): void {
  const fields = Object.keys(FIELDS[kind]);
  if (fields.includes(field)) return;
  const closest = closestOf(field, fields);
  throw new AppError('invalid', `mapping: ${part}.${field}: is no field of ${kind}`, {
    field: `${part}.${field}`,
    hint: closest ? `Did you mean ${closest}?` : `The fields of ${kind} are ${fields.join(', ')}.`,
  });
}
