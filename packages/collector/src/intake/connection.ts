import type { CreateConnection, Edit } from '../domain/command.ts';
import { type ConnectionRow, type ConnectionSettings, DEFAULT_SETTINGS } from '../domain/connection.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import { type ConnectionPatch, type NewConnection, secretFault } from '../wire/connection.ts';
import { type EditContext, intakeEdit } from './edit.ts';

/** An account at a payment provider whose webhooks are to be taken. */
export function intakeConnection(given: NewConnection, { workspace_id, received_at }: EditContext): CreateConnection {
  const { provider, secret, name, account, settings } = given;
  return {
    kind: 'create_connection',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    connection: {
      id: mintId(),
      provider,
      name: name ?? provider,
      secret,
      account: account ?? null,
      settings: settingsAfter(DEFAULT_SETTINGS, settings),
    },
  };
}

/** A change of a connection; `undefined` where nothing is to be changed. Throws `invalid` of what is no secret of its provider. */
export function intakeConnectionEdit(
  row: ConnectionRow,
  { settings, ...patch }: ConnectionPatch,
  context: EditContext,
): Edit | undefined {
  const fault = patch.secret === undefined ? undefined : secretFault(row.provider, patch.secret);
  if (fault !== undefined) {
    throw new AppError('invalid', `secret: ${fault}`, {
      field: 'secret',
      hint: 'It is shown with the endpoint, in the dashboard of the provider.',
    });
  }
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  const columns = {
    ...Object.fromEntries(given),
    ...(settings && { settings: settingsAfter(row.settings, settings) }),
  };
  return Object.keys(columns).length > 0 ? intakeEdit('connection', row.id, columns, context) : undefined;
}

function settingsAfter(before: ConnectionSettings, given: NewConnection['settings']): ConnectionSettings {
  const said = Object.entries(given?.commission_on ?? {}).filter(([, value]) => value !== undefined);
  return { commission_on: { ...before.commission_on, ...Object.fromEntries(said) } };
}
