import { z } from 'zod';

const LABEL = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/;

/** A host's name and nothing else, in lower case; one beyond ASCII as DNS writes it. */
export const host = z
  .string()
  .trim()
  .max(253)
  .transform((given, context) => {
    const name = hostOf(given);
    if (name !== undefined) return name;
    context.addIssue({
      code: 'custom',
      message: `expected a host without scheme, port and path, such as shop.example; received ${JSON.stringify(given)}`,
    });
    return z.NEVER;
  });

/** A host's name as DNS writes it; `undefined` of what is no name, or has more than one. */
export function hostOf(given: string): string | undefined {
  const url = `https://${given.toLowerCase()}/`;
  if (/[/:?#@*\\\s]/.test(given) || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return hostname.split('.').every((label) => LABEL.test(label)) ? hostname : undefined;
}
