import type { Command } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { STRICT } from '../domain/leniency.ts';
import type { ProgramRow } from '../domain/program.ts';
import { intakeAffiliate } from '../intake/affiliate.ts';
import { intakeContact } from '../intake/contact.ts';
import { intakeConversion } from '../intake/conversion.ts';
import { intakeLink } from '../intake/link.ts';
import { conversionOfReferral } from '../intake/referral.ts';
import { newAffiliate } from '../wire/affiliate.ts';
import { newContact } from '../wire/contact.ts';
import { newConversion } from '../wire/conversion.ts';
import { newLink } from '../wire/link.ts';
import { parse } from '../wire/parse.ts';
import { newReferral } from '../wire/referral.ts';
import type { ImportKind } from './kinds.ts';
import { type Look, type Member, namedAffiliate } from './named-affiliate.ts';
import type { GivenRow } from './read-row.ts';
import { idOfRow, keysOf } from './row-keys.ts';

/** What a row comes to: a command; or what is there already. */
export type RowCommand = { command: Command; member?: Member } | { known: string };

export interface RowContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's. */
  currency: string;
  identity_secret: string;
  /** That which affiliates join, and in which addresses are theirs. */
  program: ProgramRow | null;
  look: Look;
  /** Throws `invalid` where links of a program may not lead to a page. */
  checkDestination(program: ProgramRow | null, url: string | null | undefined): void;
}

type ToCommand = (given: GivenRow, id: string, context: RowContext) => Promise<RowCommand>;

/** What a row is as a command, by the same rules as over HTTP. Throws `invalid`. */
export function commandOfRow(kind: ImportKind, given: GivenRow, context: RowContext): Promise<RowCommand> {
  const [key] = keysOf(kind, given);
  return TO_COMMAND[kind](given, idOfRow(kind, key, context.identity_secret), context);
}

const TO_COMMAND: Readonly<Record<ImportKind, ToCommand>> = {
  async affiliates(given, id, context) {
    const { holder, iban, bic, paypal_email, ...rest } = given;
    const payout_details = payoutDetailsOf({ name: given['name'], holder, iban, bic, paypal_email });
    const said = parse(newAffiliate, { ...rest, payout_details });
    const { look, program } = context;
    const known =
      (said.external_id && (await look.affiliate(said.external_id))?.affiliate) ||
      (said.email && (await look.members(said.email.toLowerCase()))[0]);
    if (known) return { known: known.id };
    context.checkDestination(program, said.destination_url);
    const command = intakeAffiliate(said, { ...context, program_id: program?.id ?? null });
    return { command: { ...command, affiliate: { ...command.affiliate, id } } };
  },

  async links(given, id, context) {
    const { affiliate, program } = await namedAffiliate(given, context.workspace_id, context.look);
    const said = parse(newLink, { ...ownFieldsOf(given), affiliate_id: affiliate.id });
    context.checkDestination(program, said.destination_url);
    const command = intakeLink(said, affiliate, context);
    const holder = said.code === undefined ? undefined : await context.look.link(command.link.code);
    if (holder?.affiliate_id === affiliate.id && holder.deleted_at === null) return { known: holder.id };
    return { command: { ...command, link: { ...command.link, id } } };
  },

  async customers(given, id, context) {
    const command = intakeContact(parse(newContact, { ...given, kind: 'customer' }), context);
    // Who has no id of yours is named by ours: as they are made anew, by the one that they have for good.
    const identifiers = command.identifiers.map((one) =>
      one.value === command.contact.id ? { ...one, value: id } : one,
    );
    return { command: { ...command, contact: { ...command.contact, id }, identifiers } };
  },

  async referrals(given, id, context) {
    const member = await namedAffiliate(given, context.workspace_id, context.look);
    const said = parse(newReferral, { ...ownFieldsOf(given), affiliate_id: member.affiliate.id });
    // It is read twice, as over HTTP: the first reading has made a time of a text.
    return { command: conversionCommand(conversionOfReferral(said), member, context, id), member };
  },

  async earnings(given, id, context) {
    const member = await namedAffiliate(given, context.workspace_id, context.look);
    assertStatus(given);
    if (given['amount'] !== undefined && given['currency'] === undefined) {
      throw new AppError('invalid', 'currency: is required where there is an amount', {
        field: 'currency',
        hint: 'Fill in the cell, or state a default in the mapping.',
      });
    }
    const commission_currency = given['commission_currency'] ?? given['currency'];
    const said = { ...ownFieldsOf(given), commission_currency, name: 'purchase', affiliate_id: member.affiliate.id };
    return { command: conversionCommand(said, member, context, id), member };
  },
};

function conversionCommand(given: unknown, { affiliate }: Member, context: RowContext, id: string): Command {
  const parsed = parse(newConversion, given);
  const none = { type: null, source: null };
  const command = intakeConversion(parsed, { ...context, ...none, dialect: 'native', leniency: STRICT, affiliate });
  return { ...command, conversion: { ...command.conversion, id } };
}

const STATUSES = ['paid', 'ready', 'pending', 'declined'];

function assertStatus({ earning_status }: GivenRow): void {
  if (earning_status === undefined || STATUSES.includes(String(earning_status))) return;
  throw new AppError('invalid', `earning_status: ${JSON.stringify(earning_status)} is none of ${STATUSES.join(', ')}`, {
    field: 'earning_status',
    hint: 'Say in "values" of the mapping which of them it is; empty leaves it to the program.',
  });
}

/** What a row says of itself, without whose it is. */
function ownFieldsOf(given: GivenRow): GivenRow {
  return Object.fromEntries(Object.entries(given).filter(([field]) => !field.startsWith('affiliate_')));
}

/** Where an affiliate is paid; whoever holds a bank account is called as they are, where nothing else is said. */
function payoutDetailsOf({ name, holder, iban, bic, paypal_email }: Record<string, string | number | undefined>) {
  if (iban !== undefined && paypal_email !== undefined) {
    throw new AppError('invalid', 'iban: is given, and so is paypal_email; an affiliate is paid in one place', {
      field: 'iban',
      hint: 'Leave one of them out.',
    });
  }
  if (paypal_email !== undefined) return { method: 'paypal', email: paypal_email };
  if (iban !== undefined)
    return { method: 'bank', holder: String(holder ?? name ?? '').slice(0, 70), iban, bic: bic ?? null };
  if (bic === undefined && holder === undefined) return null;
  throw new AppError('invalid', 'iban: is required where there is a bic or a holder', {
    field: 'iban',
    hint: 'Fill in the cell, or leave the others out.',
  });
}
