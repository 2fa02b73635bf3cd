import type { CommandRow } from '../../domain/command.ts';
import type { EventRow } from '../../domain/event.ts';
import type { ReceiptRow } from '../../domain/receipt.ts';
import { commands, events } from '../../domain/schema.ts';
import type { Cause, Happened } from '../../domain/why.ts';
import type { Reader } from '../../store/store.ts';
import type { Account } from '../receipts.ts';

/** So many commands are looked up to tell what they were. */
const TOLD = 100;

/** A sale's receipts and those of its claims, in order, each with what caused it. */
export async function historyOf(reader: Reader, { conversion, receipts }: Account): Promise<Happened[]> {
  const isOwn = ({ subject_id }: ReceiptRow) => subject_id === conversion.row.id;
  const inOrder = receipts.toSorted(
    (a, b) => a.recorded_at - b.recorded_at || Number(isOwn(b)) - Number(isOwn(a)) || rankOf(a) - rankOf(b),
  );
  const told = new Map<string, Promise<Cause>>();
  return Promise.all(
    inOrder.map(async (receipt): Promise<Happened> => {
      const { kind, subject_id, recorded_at, replays, other_id, before, credit, command_id } = receipt;
      const known =
        told.get(command_id) ?? (told.size < TOLD ? causeOf(reader, receipt, conversion.row.id) : unknown(receipt));
      told.set(command_id, known);
      return {
        kind,
        is_of_claim: conversion.status === 'unverified' || !isOwn(receipt),
        subject_id,
        recorded_at,
        replays,
        other_id,
        cause: await known,
        before,
        after: credit && { attributed_to: credit.attributed_to, owed_to: credit.owed_to, debt_rule: credit.debt_rule },
      };
    }),
  );
}

/** What one command decides begins with what was recorded. */
function rankOf({ kind }: ReceiptRow): number {
  return kind === 'recorded' || kind === 'claimed' ? 0 : 1;
}

async function unknown({ cause }: ReceiptRow): Promise<Cause> {
  return {
    command: cause,
    is_own: false,
    occurred_at: null,
    event_name: null,
    visitor_id: null,
    touch: null,
    identifiers: [],
    order_id: null,
    code: null,
  };
}

async function causeOf(reader: Reader, receipt: ReceiptRow, saleId: string): Promise<Cause> {
  const base = await unknown(receipt);
  const { workspace_id, command_id, cause } = receipt;
  if (cause === 'record_event') {
    const [visitor = '', name = '', ...id] = command_id.split('/');
    const key = [workspace_id, id.join('/'), visitor, decodeURIComponent(name)];
    const [event] = await reader.find<EventRow>(events, 'key', key);
    return event ? { ...base, ...eventCause(event) } : base;
  }
  const [row] = await reader.find<CommandRow>(commands, 'key', [workspace_id, command_id]);
  return row ? { ...base, ...commandCause(row, saleId) } : base;
}

function eventCause({ name, visitor_id, occurred_at, body }: EventRow): Partial<Cause> {
  return {
    event_name: name,
    visitor_id,
    occurred_at,
    touch: body?.touch ?? null,
    identifiers: body?.identifiers ?? [],
    order_id: body?.order_id ?? null,
  };
}

function commandCause({ body }: CommandRow, saleId: string): Partial<Cause> {
  switch (body.kind) {
    case 'record_click':
      return {
        touch: body.click,
        occurred_at: body.click.occurred_at,
        code: body.click.code,
        visitor_id: body.click.visitor_id,
      };
    case 'record_conversion': {
      const { id, identifiers, occurred_at, order_id, visitor_id } = body.conversion;
      return { is_own: id === saleId, identifiers, occurred_at, order_id, visitor_id };
    }
    case 'identify':
      return { identifiers: body.identifiers, occurred_at: body.occurred_at };
    case 'alias':
      return { identifiers: usersOf(body.previous_id, body.user_id), occurred_at: body.occurred_at };
    case 'remove_edge':
      return { identifiers: [body.from, body.to] };
    case 'create_affiliate':
    case 'create_link':
      return { code: body.link.code };
    case 'create_coupon':
      return { code: body.coupon.code };
    default:
      return {};
  }
}

function usersOf(...ids: readonly string[]) {
  return ids.map((value) => ({ kind: 'user' as const, value }));
}
