import type { CreateAffiliate } from '../domain/command.ts';
import { derivedId, mintId } from '../domain/ids.ts';
import type { ProgramRow } from '../domain/program.ts';
import { ANSWER_MAX, type GivenApplication, isEmailAddress } from '../wire/application.ts';
import { linkOf } from './link.ts';

const NAME_MAX = 255;
const WEBSITE_MAX = 2_048;

/** Whoever applies, as they are compared: by their address. */
export function applicantOf({ email }: Pick<GivenApplication, 'email'>): string {
  return email.trim().toLowerCase();
}

/** What is wrong with an application, by the field and in words for whoever filled it in; empty where nothing is. */
export function faultsIn(given: GivenApplication, program: ProgramRow): ReadonlyMap<string, string> {
  const faults = new Map<string, string>();
  const name = given.name.trim();
  if (name === '') faults.set('name', 'Enter your name.');
  else if (name.length > NAME_MAX) faults.set('name', `Enter a name of up to ${NAME_MAX} characters.`);
  if (!isEmailAddress(applicantOf(given))) {
    faults.set('email', 'Enter an e-mail address at which you can be reached, such as jane@example.com.');
  }
  const website = websiteOf(given);
  if (website !== null && !isPage(website)) faults.set('website', 'Enter an address such as https://example.com.');
  for (const { key, is_required } of program.application_fields) {
    const answer = answerTo(given, key);
    if (is_required && answer === '') faults.set(`answers.${key}`, 'Enter an answer.');
    if (answer.length > ANSWER_MAX) faults.set(`answers.${key}`, `Enter up to ${ANSWER_MAX} characters.`);
  }
  if (program.terms_url !== null && !given.accepts_terms) {
    faults.set('accepts_terms', 'To join, you have to agree to the terms.');
  }
  return faults;
}

/**
 * Somebody who applies to a program, with a link of their own, which leads to the first of the program's hosts. The id follows
 * from the address, so of two that come at once one is recorded; `earlier` is how many of theirs were deleted before.
 */
export function intakeApplication(
  given: GivenApplication,
  program: ProgramRow,
  { received_at, earlier }: { received_at: number; earlier: number },
): CreateAffiliate {
  const { workspace_id, allowed_hosts } = program;
  const name = given.name.trim();
  const email = applicantOf(given);
  const [host] = allowed_hosts;
  return {
    kind: 'create_affiliate',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    affiliate: {
      id: derivedId('applicant', workspace_id, program.id, email, String(earlier)),
      external_id: null,
      program_id: program.id,
      name,
      email,
      status: program.affiliate_approval === 'automatic' ? 'approved' : 'applied',
      group_name: null,
      application: {
        website: websiteOf(given),
        answers: Object.fromEntries(program.application_fields.map(({ key }) => [key, answerTo(given, key)])),
        accepted_terms: program.terms_url,
      },
      payout_details: null,
      payout_hash: null,
    },
    link: linkOf({ destination_url: host === undefined ? null : `https://${host}/` }, name),
  };
}

/** A website is entered without its scheme as often as with it. */
function websiteOf({ website }: GivenApplication): string | null {
  const text = website?.trim() ?? '';
  if (text === '') return null;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

function isPage(text: string): boolean {
  if (text.length > WEBSITE_MAX || /\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && /[^.]\.[^.]/.test(hostname);
}

function answerTo({ answers }: GivenApplication, key: string): string {
  return Object.hasOwn(answers, key) ? (answers[key] ?? '').trim() : '';
}
