import type {
  Alias,
  Command,
  Identify,
  RecordClick,
  RecordEvent,
  RemoveEdge,
} from '../../../packages/collector/src/domain/command.ts';
import { type Identifier, nodeOf } from '../../../packages/collector/src/domain/identity.ts';
import { digestOf, mintId } from '../../../packages/collector/src/domain/ids.ts';
import { intakeAffiliate } from '../../../packages/collector/src/intake/affiliate.ts';
import { intakeBatch } from '../../../packages/collector/src/intake/batch.ts';
import { intakeClick } from '../../../packages/collector/src/intake/click.ts';
import { intakeConversion } from '../../../packages/collector/src/intake/conversion.ts';
import { newConversion } from '../../../packages/collector/src/wire/conversion.ts';
import { reportContext } from '../report-context.ts';
import { MINUTE } from '../times.ts';

/** Commands as intake makes them of what is reported, in few words. Times are minutes after some noon. */

export const WORKSPACE = 'w';
const NOON = Date.UTC(2026, 10, 20, 12);

export const at = (minute: number) => NOON + minute * MINUTE;
const context = (minute: number, workspace = WORKSPACE) => ({
  workspace_id: workspace,
  received_at: at(minute),
  currency: 'EUR',
});

/** An event as the tag would send it. */
function event(visitor: string, minute: number, given: object): RecordEvent {
  const { commands, rejected } = intakeBatch([{ occurred_at: at(minute), ...given }], {
    ...context(minute),
    visitor_id: visitor,
    clock_error: 0,
    is_bot: false,
    isProof: () => false,
    was_cleaned: false,
  });
  const [command] = commands;
  if (!command) throw new Error(JSON.stringify(rejected));
  return command;
}

/** A browser lands on a page of the shop, with what its address carries. */
export function lands(visitor: string, minute: number, query = 'utm_source=news'): RecordEvent {
  const url = `https://shop.test/?${query}`;
  return event(visitor, minute, { id: `view-${visitor}-${minute}`, name: 'page_view', url });
}

/** A browser says who uses it. */
export function identifies(visitor: string, minute: number, user: { email?: string; user_id?: string }): RecordEvent {
  return event(visitor, minute, { id: `identify-${visitor}-${minute}`, name: 'identify', touch: null, user });
}

/** A browser says that it bought something. */
export function claims(visitor: string, minute: number, order: string): RecordEvent {
  return event(visitor, minute, { id: `purchase.${order}`, name: 'purchase', touch: null, order_id: order, value: 99 });
}

/** The shop's server reports a sale. */
export function sells(minute: number, given: object): Command {
  return intakeConversion(
    newConversion.parse({ name: 'purchase', amount: 99, occurred_at: at(minute), ...given }),
    reportContext(WORKSPACE, context(minute).received_at),
  );
}

export function clicks(visitor: string, minute: number, code: string): RecordClick {
  const url = `https://shop.test/?ref=${code}`;
  const report = { url, referrer: null, visitor_id: visitor, occurred_at: at(minute), link: null };
  return intakeClick(report, { ...context(minute), is_bot: false });
}

export function affiliate(code: string, workspace = WORKSPACE): Command & { kind: 'create_affiliate' } {
  return intakeAffiliate({ name: code, code }, context(0, workspace));
}

const said = (minute: number) => ({ workspace_id: WORKSPACE, id: mintId(), recorded_at: at(minute) });

/** A server says who somebody is. */
export function knows(minute: number, identifiers: readonly Identifier[]): Identify {
  return { ...said(minute), kind: 'identify', occurred_at: at(minute), identifiers: [...identifiers], traits: null };
}

/** A server says that two users are one person. */
export function joins(user: string, previous: string, minute: number): Alias {
  return { ...said(minute), kind: 'alias', occurred_at: at(minute), user_id: user, previous_id: previous };
}

/** Somebody says that a link is wrong. */
export function parts(from: Identifier, to: Identifier, minute: number): RemoveEdge {
  return { ...said(minute), kind: 'remove_edge', from: nodeOf(from), to: nodeOf(to) };
}

/** A workspace and a key of it. */
export function office(): { keyId: string; commands: Command[] } {
  const base = { workspace_id: WORKSPACE, recorded_at: at(0) };
  const keyId = mintId();
  const mayWrite = { scopes: ['write' as const], account: null, signing_secret: null, expires_at: null };
  const speaks = { dialect: 'whop' as const, ...mayWrite };
  const key = { id: keyId, kind: 'secret' as const, name: 'k', hint: 'cs', origins: [], is_test: false, ...speaks };
  const workspace = { name: 'Shop', currency: 'EUR', is_test: false, twin_id: 't', secret: 's' };
  return {
    keyId,
    commands: [
      { ...base, kind: 'create_workspace', id: mintId(), workspace },
      { ...base, kind: 'create_key', id: mintId(), key: { ...key, hash: digestOf(keyId) } },
    ],
  };
}

export function revokes(keyId: string, minute: number): Command {
  return { kind: 'revoke_key', workspace_id: WORKSPACE, id: mintId(), recorded_at: at(minute), key_id: keyId };
}

/** A request with the key names an account. */
export function binds(keyId: string, account: string): Command {
  return { ...said(1), kind: 'bind_key', key_id: keyId, account };
}

export function setsTag(event: string): Command {
  return { ...said(1), kind: 'set_tag_settings', sequence: null, settings: { goals: [{ event, url: '/thanks' }] } };
}

/** A sale that no engine takes, for its order holds NUL; a group with it is committed command by command, in savepoints. */
export function unwritable(): Command {
  const sale = sells(5, {});
  return sale.kind === 'record_conversion' ? { ...sale, conversion: { ...sale.conversion, order_id: '\0' } } : sale;
}
