import type { Command, Outcome } from '../domain/command.ts';
import type { Draft } from '../domain/draft.ts';
import { alias } from './alias.ts';
import { createWorkspace } from './configure.ts';
import { createContact, createConversionType, createSource } from './configure-conversions.ts';
import { bindKey, createKey, revokeKey } from './configure-key.ts';
import { createAffiliate, createCoupon, createIncentive, createLink, createProgram } from './configure-programs.ts';
import { countDelivery, createConnection } from './connections.ts';
import { createPayout } from './create-payout.ts';
import { edit } from './edit.ts';
import { erasePerson } from './erase-person.ts';
import { identify, removeEdge } from './identify.ts';
import { importRates } from './import-rates.ts';
import { matureEarnings } from './mature-earnings.ts';
import { nameOrder } from './name-order.ts';
import { recordAdjustment } from './record-adjustment.ts';
import { recordClick } from './record-click.ts';
import { recordConversion } from './record-conversion.ts';
import { recordEvent } from './record-event.ts';
import { setTagSettings } from './set-tag-settings.ts';

/**
 * What a command changes. Pure and synchronous: all it knows is the draft and the command, so deriving the same set
 * of accepted commands again, in any order and grouping, gives the same facts.
 */
export function decide(draft: Draft, command: Command): Outcome {
  switch (command.kind) {
    case 'record_event':
      return recordEvent(draft, command);
    case 'record_click':
      return recordClick(draft, command);
    case 'record_conversion':
      return recordConversion(draft, command);
    case 'record_adjustment':
      return recordAdjustment(draft, command);
    case 'name_order':
      return nameOrder(draft, command);
    case 'edit':
      return edit(draft, command);
    case 'identify':
      return identify(draft, command);
    case 'alias':
      return alias(draft, command);
    case 'remove_edge':
      return removeEdge(draft, command);
    case 'erase_person':
      return erasePerson(draft, command);
    case 'create_program':
      return createProgram(draft, command);
    case 'create_incentive':
      return createIncentive(draft, command);
    case 'create_affiliate':
      return createAffiliate(draft, command);
    case 'create_link':
      return createLink(draft, command);
    case 'create_coupon':
      return createCoupon(draft, command);
    case 'import_rates':
      return importRates(draft, command);
    case 'mature_earnings':
      return matureEarnings(draft, command);
    case 'create_payout':
      return createPayout(draft, command);
    case 'create_connection':
      return createConnection(draft, command);
    case 'count_delivery':
      return countDelivery(draft, command);
    case 'set_tag_settings':
      return setTagSettings(draft, command);
    case 'create_conversion_type':
      return createConversionType(draft, command);
    case 'create_source':
      return createSource(draft, command);
    case 'create_contact':
      return createContact(draft, command);
    case 'create_workspace':
      return createWorkspace(draft, command);
    case 'create_key':
      return createKey(draft, command);
    case 'bind_key':
      return bindKey(draft, command);
    case 'revoke_key':
      return revokeKey(draft, command);
  }
}

/** `false` of a command whose outcome rests on nothing but whether it is known already: an event with nothing to say. */
export function looksAround(command: Command): boolean {
  return command.kind !== 'record_event' || command.body !== null;
}
