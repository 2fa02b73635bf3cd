import type {
  Alias,
  Command,
  CreateAffiliate,
  Identify,
  RecordClick,
  RecordConversion,
  RecordEvent,
  RemoveEdge,
  SetTagSettings,
} from '../../packages/collector/src/domain/command.ts';
import type { EventBody } from '../../packages/collector/src/domain/event.ts';
import { type Identifier, nodeOf } from '../../packages/collector/src/domain/identity.ts';
import { commandIdOfClick } from '../../packages/collector/src/domain/ids.ts';
import type { TouchFacts } from '../../packages/collector/src/domain/touch.ts';
import { ledgerCommands, renewedLedgerCommand, reported } from './history-ledger-commands.ts';
import type { EventPlan, LedgerStep, Step, TouchPlan } from './history-plan.ts';
import { idOf, START, WORKSPACE } from './history-world.ts';
import { DAY } from './times.ts';

/**
 * The commands of a plan, in its order. Ids follow from the position and `salt`, and their order from neither, so that
 * nothing can hide behind ids that grow.
 */
export function commandsOf(steps: readonly Step[], salt = 0): Command[] {
  const made: Command[][] = [];
  for (const [at, step] of steps.entries()) {
    const place = at + 1_000 * salt;
    if (step.step === 'again') made.push(again(made, at, step.of));
    else made.push(ledgerCommands(step, place, made) ?? commandsOfStep(step as PlainStep, place));
  }
  return made.flat();

  /** The very command once more, or the same report made anew: other ids, same keys. */
  function again(before: readonly Command[][], position: number, of: number): Command[] {
    const commands = before[of % Math.max(1, before.length)] ?? [];
    return of % 2 === 0
      ? commands
      : commands.map((command, member) => renewed(command, 60_000 + position * 100 + member));
  }
}

type PlainStep = Exclude<Step, LedgerStep | { step: 'again' }>;

function commandsOfStep(step: PlainStep, at: number): Command[] {
  switch (step.step) {
    case 'view':
      return [eventOf(step, `view-${at}`, step.user || step.email ? 'identify' : 'page_view', {}, step.isBot)];
    case 'claim': {
      const order = step.order === null ? {} : { order_id: step.order };
      const body = { ...order, amount_minor: 100 + at, currency: 'EUR', claim_id: idOf('claim', at) };
      return [eventOf(step, step.event ?? `claim-${at}`, step.name, body, false)];
    }
    case 'conversion':
      return [conversionOf(step, at)];
    case 'click':
      return [clickOf(step)];
    case 'identify':
      return [identifyOf(step, at)];
    case 'alias':
      return [aliasOf(step, at)];
    case 'unlink':
      return [unlinkOf(step, at)];
    case 'affiliate':
      return [affiliateOf(step.code, at)];
    case 'tag':
      return [tagSettingsOf(step, at)];
    case 'crowd':
      return Array.from({ length: step.size }, (_, member) => crowdMember(step, at, member));
    case 'talker':
      return Array.from({ length: step.size }, (_, claim) => talk(step, at, claim));
    case 'flood':
      return Array.from({ length: step.size }, (_, member) => floodClaim(step, at, member));
  }
}

function eventOf(given: EventPlan, id: string, eventName: string, said: EventBody, isBot: boolean): RecordEvent {
  const plan = given.told === 'denied' ? unrecognised(given) : given;
  const extra = { ...said, ...toldBeside(given) };
  const identifiers: Identifier[] = [
    ...(plan.user === null ? [] : [{ kind: 'user', value: plan.user } as const]),
    ...(plan.email === null ? [] : [{ kind: 'email', value: plan.email } as const]),
  ];
  const body: EventBody = {
    ...(plan.touch ? { touch: touchOf(plan.visitor, plan.touch) } : {}),
    ...(identifiers.length > 0 && plan.more !== 'reset' ? { identifiers } : {}),
    ...(plan.more === 'proven' && plan.user !== null ? { is_proven: true } : {}),
    ...(plan.more === 'reset' ? { is_reset: true } : {}),
    ...extra,
  };
  return {
    kind: 'record_event',
    workspace_id: WORKSPACE,
    id,
    visitor_id: plan.visitor,
    name: eventName,
    occurred_at: plan.at,
    recorded_at: plan.arrival,
    url: 'https://shop.test/',
    referrer: null,
    title: null,
    is_bot: isBot,
    body: Object.keys(body).length > 0 ? body : null,
  };
}

/** What intake leaves of an event whose visitor does not agree to be recognised. */
function unrecognised({ visitor, touch, more: _, ...plan }: EventPlan): EventPlan {
  const arrived = touch && { ...touch, click: null };
  return { ...plan, visitor: `nobody-${visitor}`, user: null, email: null, touch: arrived };
}

function toldBeside({ told, visitor }: EventPlan): EventBody {
  switch (told) {
    case 'denied':
      return { consent: { analytics: 'denied', ads: 'denied' }, notes: ['consent_enforced'] };
    case 'items':
      return { items: [{ item_id: 'shirt', quantity: 2 }], bot_signals: ['webdriver'] };
    case 'vendor_ids':
      return { vendor_ids: { fbp: `fb.1.${START}.1`, cookies: { _ttp: visitor } } };
    default:
      return {};
  }
}

function touchOf(visitor: string, { number, at, code, click: clickId, drift }: TouchPlan): TouchFacts {
  return {
    id: `touch-${visitor}-${number}`,
    occurred_at: at + drift,
    url: 'https://shop.test/landing',
    referrer: null,
    utm: code === null ? { source: 'google', medium: 'cpc' } : null,
    click_ids:
      code === null && !visitor.startsWith('nobody-')
        ? { gclid: { value: `g-${visitor}-${number}`, first_seen_at: at } }
        : null,
    referral_code: code,
    click_id: clickId,
    channel: code === null && clickId === null ? 'paid_search' : 'affiliate',
    source: code ?? 'google',
    campaign: null,
  };
}

function conversionOf(plan: Step & { step: 'conversion' }, at: number): RecordConversion {
  const identifiers = (['user', 'customer', 'email', 'visitor'] as const).flatMap((kind): Identifier[] => {
    const value = plan[kind];
    return value === null ? [] : [{ kind, value }];
  });
  const { conversion, ...asked } = reported(plan.report ?? {}, idOf('conversion', at), plan.email);
  return {
    kind: 'record_conversion',
    workspace_id: WORKSPACE,
    id: idOf('command', at),
    recorded_at: plan.arrival,
    conversion: {
      amount_minor: 1_000 + at,
      ...conversion,
      name: plan.name,
      order_id: plan.order,
      event_id: plan.event,
      currency: 'EUR',
      occurred_at: plan.at,
      visitor_id: plan.visitor,
      click_id: plan.click,
      identifiers,
    },
    ...asked,
  };
}

function identifyOf(plan: Step & { step: 'identify' }, at: number): Identify {
  const identifiers = (['user', 'customer', 'email', 'visitor'] as const).flatMap((kind): Identifier[] => {
    const value = plan[kind];
    return value === null ? [] : [{ kind, value }];
  });
  return {
    kind: 'identify',
    workspace_id: WORKSPACE,
    id: idOf('command', at),
    recorded_at: START,
    occurred_at: plan.at,
    identifiers,
    traits: null,
  };
}

function aliasOf({ user, previous, at: saidAt }: Step & { step: 'alias' }, at: number): Alias {
  const base = { kind: 'alias', workspace_id: WORKSPACE, id: idOf('command', at), recorded_at: START } as const;
  return { ...base, occurred_at: saidAt, user_id: user, previous_id: previous };
}

function tagSettingsOf({ event, at: arrivedAt }: Step & { step: 'tag' }, at: number): SetTagSettings {
  const base = { workspace_id: WORKSPACE, id: idOf('command', at), recorded_at: arrivedAt, sequence: null };
  return { kind: 'set_tag_settings', ...base, settings: { goals: [{ event, url: `/${at}` }] } };
}

function unlinkOf({ from, to }: Step & { step: 'unlink' }, at: number): RemoveEdge {
  const base = { kind: 'remove_edge', workspace_id: WORKSPACE, id: idOf('command', at), recorded_at: START } as const;
  return { ...base, from: nodeOf(from), to: nodeOf(to) };
}

function clickOf(plan: Step & { step: 'click' }): RecordClick {
  const { click: id, visitor, code, isLink } = plan;
  return {
    kind: 'record_click',
    workspace_id: WORKSPACE,
    id: commandIdOfClick(id),
    recorded_at: plan.arrival,
    click: {
      id,
      click_id: id,
      visitor_id: visitor,
      occurred_at: plan.at,
      url: 'https://shop.test/landing',
      referrer: null,
      utm: null,
      click_ids: null,
      referral_code: code,
      channel: code === null ? 'referral' : 'affiliate',
      source: code,
      campaign: null,
      sub_ids: null,
      fetched_as: null,
      affiliate_id: isLink && code !== null ? affiliateIdOf(code) : null,
      code: isLink ? code : null,
      is_bot: false,
      is_browser_time: false,
    },
  };
}

function affiliateOf(code: string, at: number): CreateAffiliate {
  return {
    kind: 'create_affiliate',
    workspace_id: WORKSPACE,
    id: idOf('command', at),
    recorded_at: START,
    affiliate: {
      ...{ id: affiliateIdOf(code), name: code, email: null, external_id: null, program_id: null, status: 'approved' },
      ...{ group_name: null, application: null, payout_details: null, payout_hash: null },
    },
    link: { id: `link-${code}`, code, name: null, destination_url: null },
  };
}

function affiliateIdOf(code: string): string {
  return `affiliate-${code}`;
}

function crowdMember({ target, trusted, at: saleAt }: Step & { step: 'crowd' }, at: number, member: number): Command {
  const visitor = `${trusted ? 'buyer' : 'crowd'}-${at}-${member}`;
  const [user, email] = target.kind === 'user' ? [target.value, null] : [null, target.value];
  if (!trusted) {
    const plan = { visitor, at: saleAt, arrival: START + 3 * DAY, touch: null, user, email };
    return eventOf(plan, `crowd-${at}`, 'identify', {}, false);
  }
  const none = { order: `${at}/${member}`, event: null, click: null, customer: null };
  return conversionOf(
    { step: 'conversion', name: 'lead', at: saleAt, arrival: START, visitor, user, email, ...none },
    (at + 50) * 100 + member,
  );
}

function talk({ visitor, at: saidAt }: Step & { step: 'talker' }, at: number, claim: number): Command {
  const email = `talk-${at}-${claim}@x.org`;
  const plan = { visitor, at: saidAt + claim, arrival: START + 3 * DAY, touch: null, user: null, email };
  return eventOf(plan, `talk-${at}-${claim}`, 'identify', {}, false);
}

function floodClaim({ order, at: saleAt }: Step & { step: 'flood' }, at: number, member: number): Command {
  const plan = { visitor: `flood-${at}-${member}`, at: saleAt + (member % 3), arrival: START, touch: null };
  const body = {
    order_id: order,
    amount_minor: 1,
    currency: 'EUR',
    claim_id: idOf('claim', (at + 300) * 100 + member),
  };
  return eventOf({ ...plan, user: null, email: null }, `flood-${at}`, 'purchase', body, false);
}

function renewed(command: Command, at: number): Command {
  const id = idOf('command', at);
  if (command.kind === 'record_conversion') {
    const { conversion: report } = command;
    return { ...command, id, conversion: { ...report, id: idOf('conversion', at), amount_minor: 1 } };
  }
  if (command.kind === 'record_event') {
    const { body } = command;
    const isClaim = body?.claim_id !== undefined;
    return {
      ...command,
      recorded_at: command.recorded_at + 1,
      body: isClaim ? { ...body, claim_id: idOf('claim', at) } : body,
    };
  }
  return renewedLedgerCommand(command, at) ?? { ...command, id };
}
