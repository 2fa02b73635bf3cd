import type { LoggedCommand } from '../domain/command.ts';
import type { ContactRow } from '../domain/contact.ts';
import type { ConversionRow } from '../domain/conversion.ts';
import type { Credit } from '../domain/credit.ts';
import type { EventBody, EventRow } from '../domain/event.ts';
import { redactPage } from '../domain/page-address.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/**
 * Rows and commands without what tells who somebody was. What the answers follow from stays: times, amounts, orders,
 * campaigns, clicks, and the browser's id, which nothing leads to a name from.
 */

function redactPages<Row extends { url: string | null; referrer: string | null }>(row: Row): Row {
  const { url, referrer } = row;
  return { ...row, url: url && redactPage(url), referrer: referrer && redactPage(referrer) };
}

/** `touches` are the ids of touches that are theirs, whoever the event is about. */
export function redactEvent(
  event: EventRow,
  pseudonyms: Pseudonyms,
  isTheirs: boolean,
  touches: ReadonlySet<string>,
): EventRow {
  const { touch } = event.body ?? {};
  const body: EventBody = { ...event.body };
  if (touch && touches.has(touch.id)) body.touch = redactPages(touch);
  if (!isTheirs) return event.body ? { ...event, body } : event;
  if (body.identifiers) body.identifiers = body.identifiers.map((one) => pseudonyms.of(one));
  delete body.traits;
  delete body.props;
  delete body.items;
  delete body.vendor_ids;
  return { ...redactPages(event), title: null, body: Object.keys(body).length > 0 ? body : null };
}

/** What a server reported of a conversion. */
export function redactReport<
  Report extends Pick<ConversionRow, 'identifiers' | 'url' | 'referrer' | keyof typeof NOTHING>,
>(report: Report, pseudonyms: Pseudonyms): Report {
  const identifiers = report.identifiers.map((one) => pseudonyms.of(one));
  return { ...redactPages(report), identifiers, ...NOTHING };
}

/** What is free text, or tells of the buyer, goes whole. */
const NOTHING = { notes: null, metadata: null, context: null, profile: null, raw: null };

/** A contact: by its id it is known still, where that is the caller's and names somebody, by the pseudonym. */
export function redactContact<Contact extends Omit<ContactRow, ContactBookkeeping>>(
  contact: Contact,
  pseudonyms: Pseudonyms,
): Contact {
  const { kind, external_id } = contact;
  const named =
    external_id === null ? null : pseudonyms.of({ kind: kind === 'contact' ? 'external' : kind, value: external_id });
  const nobody = { email: null, email_node: null, phone: null, name: null, first_name: null, last_name: null };
  return { ...contact, ...nobody, external_id: named?.value ?? null, metadata: null };
}

type ContactBookkeeping = 'workspace_id' | 'created_at' | 'updated_at' | 'deleted_at' | 'command_id' | 'version';

/** A change of something: what may tell of a person was changed to nothing. */
export function redactPatch(patch: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(patch).map(([column, value]) => {
    if (column === 'url' || column === 'referrer')
      return [column, typeof value === 'string' ? redactPage(value) : value];
    return [column, PERSONAL_COLUMNS.has(column) ? null : value];
  });
  return Object.fromEntries(kept);
}

const PERSONAL_COLUMNS = new Set([
  ...Object.keys(NOTHING),
  ...['email', 'email_node', 'phone', 'name', 'first_name', 'last_name', 'reason'],
]);

export function redactCommand(command: LoggedCommand, pseudonyms: Pseudonyms): LoggedCommand {
  const userOf = (value: string) => pseudonyms.of({ kind: 'user', value }).value;
  switch (command.kind) {
    case 'record_conversion':
      return {
        ...command,
        conversion: redactReport(command.conversion, pseudonyms),
        // Who has the text can tell whether a hash is of it.
        sameness: undefined,
        idempotency: undefined,
      };
    case 'record_adjustment':
      return { ...command, adjustment: { ...command.adjustment, reason: null }, idempotency: undefined };
    case 'create_contact':
      return {
        ...command,
        contact: redactContact(command.contact, pseudonyms),
        idempotency: undefined,
        identifiers: command.identifiers.map((one) => pseudonyms.of(one)),
      };
    case 'edit':
      return {
        ...command,
        patch: redactPatch(command.patch),
        ...(command.identifiers && { identifiers: command.identifiers.map((one) => pseudonyms.of(one)) }),
      };
    case 'record_click':
      return { ...command, click: redactPages(command.click) };
    case 'identify':
      return { ...command, identifiers: command.identifiers.map((one) => pseudonyms.of(one)), traits: null };
    case 'alias':
      return { ...command, user_id: userOf(command.user_id), previous_id: userOf(command.previous_id) };
    case 'remove_edge':
      return { ...command, from: pseudonyms.of(command.from), to: pseudonyms.of(command.to) };
    default:
      return command;
  }
}

/** An answer: who was in conflict. */
export function redactCredit(credit: Credit, pseudonyms: Pseudonyms): Credit {
  return { ...credit, conflicts: credit.conflicts.map((one) => pseudonyms.of(one)) };
}

export function redactReceipt(receipt: ReceiptRow, pseudonyms: Pseudonyms): ReceiptRow {
  const { credit } = receipt;
  return { ...receipt, credit: credit && redactCredit(credit, pseudonyms) };
}
