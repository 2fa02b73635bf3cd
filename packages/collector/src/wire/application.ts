import { z } from 'zod';

/** What a person never sees, and a program that fills in forms does. */
export const TRAP_FIELD = 'company_fax';
export const ANSWER_MAX = 2_000;

/** `POST /apply/:program_id`. What it must hold is the program's to say; `intake/application.ts` looks at that. */
export const application = z.object({
  name: z.string().default(''),
  email: z.string().default(''),
  website: z.string().nullish(),
  answers: z.record(z.string(), z.string()).default({}),
  accepts_terms: z.boolean().default(false),
  [TRAP_FIELD]: z.string().default(''),
});

export type GivenApplication = z.output<typeof application>;

/** The same as a browser's form sends it: `answers.KEY` for an answer, `on` for what is ticked. */
export function applicationInForm(fields: URLSearchParams): GivenApplication {
  const answers = [...fields].flatMap(([name, value]): [string, string][] =>
    name.startsWith('answers.') ? [[name.slice('answers.'.length), value]] : [],
  );
  return {
    name: fields.get('name') ?? '',
    email: fields.get('email') ?? '',
    website: fields.get('website'),
    answers: Object.fromEntries(answers),
    accepts_terms: fields.has('accepts_terms'),
    [TRAP_FIELD]: fields.get(TRAP_FIELD) ?? '',
  };
}

const address = z.email().max(255);

export function isEmailAddress(text: string): boolean {
  return address.safeParse(text).success;
}
