import { z } from 'zod';

/** Fields that several replies share. Replies are described strictly: a test holds what is sent against them. */

export const id = z.string();
export const text = z.string().nullable();
export const time = z.iso.datetime().meta({ description: 'UTC' });
export const object = z.record(z.string(), z.unknown()).nullable();
export const texts = z.array(z.string()).nullable();
export const money = z.strictObject({ amount: z.number().nullable(), amount_minor: z.int().nullable() });

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    data: z.array(item),
    next_cursor: text.meta({ description: 'Send it as `cursor` for what comes behind; `null` at the end.' }),
  });
}

export function dataOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ data: item });
}

/** RFC 9457 problem details. */
export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable; what programs look at.' }),
    detail: z.string().meta({ description: 'What is wrong, for people.' }),
    field: z.string().optional().meta({ description: 'The field at fault.' }),
    hint: z.string().optional().meta({ description: 'What to do about it.' }),
  })
  .meta({ id: 'Problem' });

/** What became of each item, in their order. */
export function itemsOf<Item extends z.ZodType>(item: Item) {
  const made = z.strictObject({ status: z.union([z.literal(200), z.literal(201)]), data: item });
  const refused = z.strictObject({ status: z.int().min(400), error: problem });
  return z.strictObject({ data: z.array(z.union([made, refused])) });
}
