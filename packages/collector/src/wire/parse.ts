import type { z } from 'zod';
import { AppError } from '../domain/errors.ts';

export interface Fault {
  /** Path of the field, such as `touch.url`; empty for the whole value. */
  field: string;
  /** What was expected and what came. */
  message: string;
}

/** The value as the schema shapes it. Throws `invalid` that names the first field at fault. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { field, message } = faultOf(parsed.error);
  throw new AppError('invalid', field === '' ? message : `${field}: ${message}`, {
    field,
    hint: 'See docs/api.md for the fields and their types.',
  });
}

export function faultOf(error: z.ZodError): Fault {
  const [issue] = error.issues;
  if (!issue) return { field: '', message: 'not understood' };
  if (issue.code === 'unrecognized_keys') {
    return {
      field: [...issue.path, ...issue.keys.slice(0, 1)].join('.'),
      message: 'is not a field that is taken here',
    };
  }
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return {
    field: issue.path.join('.'),
    message: isMissing ? 'is required' : issue.message.replace(/^Invalid input: /, ''),
  };
}
