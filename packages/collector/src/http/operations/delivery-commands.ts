import { identitySecretOf } from '../../auth/identity-proof.ts';
import type { Command } from '../../domain/command.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProviderName } from '../../domain/provider.ts';
import type { WorkspaceRow } from '../../domain/workspace.ts';
import { intakeAdjustment } from '../../intake/adjustment.ts';
import { intakeContact } from '../../intake/contact.ts';
import { intakeConversion } from '../../intake/conversion.ts';
import { intakeOrderName } from '../../intake/order-name.ts';
import type { ProviderAsk } from '../../providers/provider.ts';
import { newContact } from '../../wire/contact.ts';
import { newConversion } from '../../wire/conversion.ts';
import { parse } from '../../wire/parse.ts';
import { newOrderRefund } from '../../wire/refund.ts';
import type { HttpContext } from '../context.ts';
import { createReferences } from './references.ts';

interface Place {
  workspace: WorkspaceRow;
  provider: ProviderName;
  received_at: number;
}

/** What a payment provider's event asks, as commands. Throws `invalid`. */
export async function deliveryCommands(context: HttpContext, ask: ProviderAsk, place: Place): Promise<Command[]> {
  const { workspace, provider, received_at } = place;
  const { workspace_id, currency } = workspace;
  switch (ask.ask) {
    case 'name_order':
      return [intakeOrderName(ask, { workspace_id, received_at })];
    case 'create_contacts':
      return ask.given.map((given) => intakeContact(parse(newContact, given), { workspace_id, received_at }));
    case 'refund_order': {
      const { order_id, name, ...refund } = parse(newOrderRefund, ask.given);
      const occurred_at = Math.min(refund.occurred_at ?? received_at, received_at);
      // Whose sale the order is, is for the rules to say, when it is committed.
      const of = { id: null, name, order_id };
      const told = { workspace_id, currency, dialect: provider, received_at, clamps: true } as const;
      return [intakeAdjustment({ ...refund, occurred_at }, of, told)];
    }
    case 'create_conversion': {
      const { affiliate_id, ...given } = parse(newConversion, ask.given);
      const affiliate = await knownAffiliate(context, workspace_id, affiliate_id);
      const told = {
        ...{ workspace_id, currency, dialect: provider, received_at, leniency: ask.leniency },
        ...{ identity_secret: identitySecretOf(workspace.secret), type: null, source: null, affiliate },
      };
      const unknown = affiliate === null && affiliate_id ? { unknown_affiliate_id: affiliate_id } : {};
      return [intakeConversion({ ...given, ...unknown }, told)];
    }
  }
}

/** What metadata names may be wrong, and the sale is one all the same. */
async function knownAffiliate(context: HttpContext, workspaceId: string, id: string | null | undefined) {
  try {
    return await createReferences(context, workspaceId).affiliate(id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}
