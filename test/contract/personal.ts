import { hash } from 'node:crypto';
import type { Command } from '../../packages/collector/src/domain/command.ts';
import type { EventBody } from '../../packages/collector/src/domain/event.ts';
import { type Identifier, nodeOf } from '../../packages/collector/src/domain/identity.ts';

/** Commands as they are where people have names that occur nowhere else, and where whatever is free text repeats them. */

/** The identifiers of a history under names that can be found in any text. */
export function personal(command: Command): Command {
  switch (command.kind) {
    case 'record_event': {
      const { body } = command;
      const identifiers = (body?.identifiers ?? []).map(nameOf);
      if (identifiers.length === 0) return body?.touch ? { ...command, body: withQuery(body, 'q=1') } : command;
      const said = saying(identifiers);
      return {
        ...command,
        url: `https://shop.test/account?${said}#${said}`,
        referrer: `https://${said}@mail.test/inbox?${said}`,
        title: `Hello ${said}`,
        body: {
          ...withQuery(body ?? {}, said),
          identifiers,
          ...{ traits: { said }, props: { said }, items: [{ said }], vendor_ids: { fbp: said, cookies: { said } } },
        },
      };
    }
    case 'record_conversion': {
      const identifiers = command.conversion.identifiers.map(nameOf);
      const said = saying(identifiers);
      const page = { url: `https://shop.test/paid?${said}`, referrer: `https://shop.test/?${said}` };
      const free = { metadata: { said }, raw: { said }, notes: said, context: { said }, profile: { said } };
      return { ...command, conversion: { ...command.conversion, identifiers, ...page, ...free } };
    }
    case 'create_contact': {
      const { contact } = command;
      const identifiers = command.identifiers.map(nameOf);
      const said = saying(identifiers);
      const named = (kind: Identifier['kind']) => identifiers.find((one) => one.kind === kind)?.value ?? null;
      const told = { name: said, first_name: said, metadata: { said } };
      const external_id = contact.external_id === null ? null : named('lead');
      return { ...command, identifiers, contact: { ...contact, ...told, external_id, ...addressOf(named('email')) } };
    }
    case 'edit': {
      const identifiers = command.identifiers?.map(nameOf);
      const email = identifiers?.find(({ kind }) => kind === 'email')?.value;
      const patch = { ...command.patch, ...(email === undefined ? {} : addressOf(email)) };
      return { ...command, patch, ...(identifiers && { identifiers }) };
    }
    case 'identify': {
      const identifiers = command.identifiers.map(nameOf);
      return { ...command, identifiers, traits: { said: saying(identifiers) } };
    }
    case 'alias': {
      const userOf = (value: string) => nameOf({ kind: 'user', value }).value;
      return { ...command, user_id: userOf(command.user_id), previous_id: userOf(command.previous_id) };
    }
    case 'remove_edge':
      return { ...command, from: nodeOf(nameOf(command.from)), to: nodeOf(nameOf(command.to)) };
    default:
      return command;
  }
}

/** Nothing happens in the same millisecond, or as much apart as histories put things to be near, so that no two values are ever compared to tell who comes first. */
export function apartInTime(command: Command, at: number): Command {
  if (command.kind === 'record_conversion') {
    const { conversion } = command;
    return { ...command, conversion: { ...conversion, occurred_at: conversion.occurred_at + 10 * at } };
  }
  return 'occurred_at' in command ? { ...command, occurred_at: command.occurred_at + 10 * at } : command;
}

function addressOf(email: string | null): { email: string | null; email_node: string | null } {
  return { email, email_node: email === null ? null : nodeOf({ kind: 'email', value: email }).value };
}

export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

function nameOf({ kind, value }: Identifier): Identifier {
  if (kind === 'visitor') return { kind, value };
  if (kind !== 'email') return { kind, value: `${kind}~${value}~` };
  // None is to be a part of another.
  if (value.endsWith('@contacts.org')) return { kind, value: `~${value}` };
  return { kind, value: value.includes('@') || /^[0-9a-f]{64}$/.test(value) ? value : `${value}@mail.test` };
}

function saying(identifiers: readonly Identifier[]): string {
  return identifiers
    .filter(({ kind }) => kind !== 'visitor')
    .map(({ value }) => value)
    .join('+');
}

function withQuery(body: EventBody, query: string): EventBody {
  if (!body.touch) return body;
  const { touch } = body;
  return { ...body, touch: { ...touch, url: `${touch.url}?${query}`, referrer: `https://mail.test/?${query}` } };
}
