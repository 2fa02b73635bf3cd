import type { Command, CountDelivery, Outcome } from '../../domain/command.ts';
import type { ConnectionRow, DeliveryVerdict } from '../../domain/connection.ts';
import { AppError } from '../../domain/errors.ts';
import { mintId } from '../../domain/ids.ts';
import { beginningOf } from '../../domain/text.ts';
import type { WorkspaceRow } from '../../domain/workspace.ts';
import { fieldsOf, textOf } from '../../providers/payload.ts';
import type { Provider, ProviderEvent, SignedRequest } from '../../providers/provider.ts';
import { parseJsonBody } from '../../wire/json.ts';
import type { HttpContext } from '../context.ts';
import { submitAll } from '../submit.ts';
import { deliveryCommands } from './delivery-commands.ts';

/** A connection, who made it, and the workspaces of both modes. */
export interface Connected {
  connection: ConnectionRow;
  provider: Provider;
  workspace: WorkspaceRow;
  twin: WorkspaceRow;
}

export interface Delivered {
  event_id: string | null;
  type: string;
  verdict: DeliveryVerdict;
}

/** What is counted of requests whose event cannot be known. */
const UNKNOWN_EVENT = '(not an event)';
const UNSIGNED = '(not signed)';
const TYPE_MAX = 100;

/**
 * Takes an event that a payment provider delivered: all that it asks is committed together, and counted. Throws `unauthorized`
 * where it is not the provider's, `invalid`, `forbidden` where it is another account's or of the other mode, what the rules
 * refused it for, and `unavailable`. Delivered again it asks the same, and what was recorded is known by its keys.
 */
export async function takeDelivery(
  context: HttpContext,
  connected: Connected,
  request: SignedRequest,
): Promise<Delivered> {
  const { connection, provider } = connected;
  let type = UNSIGNED;
  try {
    provider.verify(request, connection.secret);
    type = UNKNOWN_EVENT;
    const body = parseJsonBody(request.body).value;
    type = typeIn(body);
    const event = provider.read(body, connection.settings);
    type = event.type;
    const verdict = await record(context, connected, event, request.received_at);
    await count(context, connection, { type, verdict, received_at: request.received_at });
    return { event_id: event.id, type, verdict };
  } catch (error) {
    if (error instanceof AppError && error.code !== 'unavailable') {
      const isSigned = error.code !== 'unauthorized';
      const told = isSigned && type === UNSIGNED ? UNKNOWN_EVENT : type;
      await count(context, connection, { type: told, verdict: 'refused', received_at: request.received_at });
    }
    throw error;
  }
}

/** As far as it says so, where it could not be read. */
function typeIn(body: unknown): string {
  const event = fieldsOf(body);
  return (
    textOf(event['type']) ??
    textOf(event['event_type']) ??
    textOf(fieldsOf(event['meta'])['event_name']) ??
    UNKNOWN_EVENT
  );
}

async function record(
  context: HttpContext,
  connected: Connected,
  event: ProviderEvent,
  received_at: number,
): Promise<DeliveryVerdict> {
  const workspace = workspaceOf(connected, event);
  if (event.asks === null) return 'unknown_type';
  if (event.asks.length === 0) return 'nothing_to_do';
  const place = { workspace, provider: connected.provider.name, received_at };
  const commands: Command[] = [];
  for (const ask of event.asks) commands.push(...(await deliveryCommands(context, ask, place)));
  return verdictOn(await submitAll(context, commands));
}

/** Where it is stored: what a provider's test mode makes goes to the test twin. Throws `forbidden`. */
function workspaceOf({ connection, workspace, twin }: Connected, { account, is_test }: ProviderEvent): WorkspaceRow {
  if (connection.account !== null && account !== null && account !== connection.account) {
    throw new AppError(
      'forbidden',
      `account: the event is of ${account}, and the connection of ${connection.account}`,
      {
        field: 'account',
        hint: 'Let only events of this account be delivered here, or change the account of the connection.',
      },
    );
  }
  if (workspace.is_test && is_test === false) {
    throw new AppError('forbidden', 'livemode: the event is live, and the connection is one for tests', {
      field: 'livemode',
      hint: 'Create a connection without --test, or with a live key, and deliver live events there.',
    });
  }
  return workspace.is_test || is_test !== true ? workspace : twin;
}

/** Throws what something was refused for. What somebody deleted here is known, and no retry brings it back. */
function verdictOn(outcomes: readonly Outcome[]): DeliveryVerdict {
  for (const outcome of outcomes) {
    if (outcome.status === 'failed') throw new Error(outcome.message);
    if (outcome.status === 'refused' && outcome.code !== 'deleted') {
      throw new AppError(outcome.code, outcome.message, outcome.detail);
    }
  }
  return outcomes.some(({ status }) => status === 'recorded') ? 'recorded' : 'duplicate';
}

/** A count that cannot be kept does not undo what was recorded. */
async function count(
  context: HttpContext,
  { workspace_id, id: connection_id }: ConnectionRow,
  { type, verdict, received_at }: { type: string; verdict: DeliveryVerdict; received_at: number },
): Promise<void> {
  const command: CountDelivery = {
    kind: 'count_delivery',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    connection_id,
    type: beginningOf(type, TYPE_MAX),
    verdict,
  };
  try {
    await submitAll(context, [command]);
  } catch (error) {
    context.log.warn({ err: error, connection_id }, 'a delivery was not counted');
  }
}
