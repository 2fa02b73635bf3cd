import { hash } from 'node:crypto';
import type {
  BindKey,
  Command,
  CreateContact,
  CreateConversionType,
  CreateKey,
  CreateSource,
  Edit,
  Idempotency,
  RecordAdjustment,
  RecordConversion,
} from '../../packages/collector/src/domain/command.ts';
import type { Edited } from '../../packages/collector/src/domain/edit.ts';
import { type Identifier, nodeOf } from '../../packages/collector/src/domain/identity.ts';
import type { Configured, LedgerStep, Of, ReportPlan, RequestPlan, Step } from './history-plan.ts';
import { idOf, START, WORKSPACE } from './history-world.ts';

/** Commands of what is done with conversions once they are reported, and of what they refer to. */

/** What a report says where it says nothing more than who bought what. */
const PLAIN = {
  dialect: 'native',
  external_id: null,
  referral_id: null,
  affiliate_id: null,
  coupon_code: null,
  signals: null,
  earning_status: null,
  commissionable_minor: null,
  commission_minor: null,
  commission_currency: null,
  type_id: null,
  source_id: null,
  count: 1,
  origin: null,
  action_source: null,
  external_ref: null,
  notes: null,
  product_ids: null,
  price_ids: null,
  plan_id: null,
  is_subscription: null,
  interval: null,
  sales_status: 'complete',
  workflow_id: null,
  master_workflow_id: null,
  workflow_run_id: null,
  context: null,
  profile: null,
  url: null,
  referrer: null,
  metadata: null,
  raw: null,
} as const;

/** What a report's plan comes to, beside what every report says. */
export function reported(plan: ReportPlan, id: string, email: string | null) {
  const { dialect = 'native', reference = null, own = null, amount, count = 1, source = null, words = null } = plan;
  const { contact = null, sameness, request } = plan;
  return {
    conversion: {
      ...PLAIN,
      ...{ id, dialect, count, external_ref: reference, external_id: own, source_id: source, notes: words },
      ...(amount !== undefined && { amount_minor: amount }),
    },
    ...(sameness && { sameness: { hash: sameness.body, is_retry: sameness.isRetry } }),
    ...(contact !== null && {
      requires_contact: { email_node: nodeValueOf(contact), hmac: hash('sha256', `keyed ${email}`) },
    }),
    ...requested(request, '/conversions'),
  };
}

/** The commands of a step of the ledger, after what was made before; `undefined` of any other step. */
export function ledgerCommands(step: Step, at: number, made: readonly Command[][]): Command[] | undefined {
  switch (step.step) {
    case 'refund':
      return refundOf(step, at, made.flat());
    case 'edit':
    case 'delete':
      return editOf(step, at, made.flat());
    case 'configure':
      return [configurationOf(step, at)];
    case 'amend':
      return amendmentOf(step, at, made.flat());
    case 'key':
      return [keyOf(step.key, at)];
    case 'bind':
      return [bindingOf(step, at)];
    default:
      return undefined;
  }
}

/** The same said anew: other ids, same keys. */
export function renewedLedgerCommand(command: Command, at: number): Command | undefined {
  const id = idOf('command', at);
  switch (command.kind) {
    case 'record_adjustment':
      return { ...command, id, adjustment: { ...command.adjustment, id: idOf('adjustment', at) } };
    case 'create_conversion_type':
      return { ...command, id, conversion_type: { ...command.conversion_type, id: idOf('conversion_type', at) } };
    case 'create_source':
      return { ...command, id, source: { ...command.source, id: idOf('source', at) } };
    case 'create_contact':
      return { ...command, id, contact: { ...command.contact, id: idOf('contact', at) } };
    case 'create_key':
      return { ...command, id: `a${id}` };
    default:
      return undefined;
  }
}

function refundOf(plan: LedgerStep & { step: 'refund' }, at: number, made: readonly Command[]): [RecordAdjustment] {
  const report = reportOf(plan.of, made);
  const isById = !plan.isByOrder && report !== undefined;
  return [
    {
      kind: 'record_adjustment',
      workspace_id: WORKSPACE,
      id: idOf('command', at),
      recorded_at: plan.arrival,
      adjustment: {
        id: idOf('adjustment', at),
        kind: 'refund',
        dialect: 'native',
        conversion_id: isById ? report.id : null,
        name: isById ? report.name : 'purchase',
        order_id: isById ? report.order_id : plan.of.order,
        external_ref: plan.reference,
        amount_minor: plan.amount,
        currency: plan.currency,
        reason: null,
        occurred_at: plan.at,
      },
      ...requested(plan.request, '/refund'),
    },
  ];
}

function editOf(plan: LedgerStep & { step: 'edit' | 'delete' }, at: number, made: readonly Command[]): Edit[] {
  const report = reportOf(plan.of, made);
  if (!report) return [];
  const change = plan.step === 'edit' ? { patch: plan.patch } : { is_delete: true, releases_keys: plan.releases };
  return [changeOf('conversion', report.id, plan.arrival, at, change)];
}

function amendmentOf(plan: LedgerStep & { step: 'amend' }, at: number, made: readonly Command[]): Edit[] {
  const all = made.flatMap((command) => configuredBy(command, plan.what)).reverse();
  const row = all[plan.number % Math.max(1, all.length)];
  if (!row) return [];
  const change = plan.patch ? changeIn(plan.patch, row) : { is_delete: true };
  return [changeOf(plan.what, row.id, plan.arrival, at, change)];
}

/** With an address goes what links compare, and who the contact is now. */
function changeIn(patch: Readonly<Record<string, unknown>>, row: Row): Pick<Edit, 'patch' | 'identifiers'> {
  const { email } = patch;
  if (email === undefined) return { patch };
  const address = typeof email === 'string' ? email : null;
  return { patch: { ...patch, email_node: address && nodeValueOf(address) }, identifiers: namesOf(row, address) };
}

type Row = { id: string; external_id: string | null };

function namesOf({ id, external_id }: Row, email: string | null): Identifier[] {
  return [
    { kind: 'lead', value: external_id ?? id },
    ...(email === null ? [] : [{ kind: 'email', value: email } as const]),
  ];
}

function changeOf(subject: Edited, subject_id: string, arrival: number, at: number, change: Partial<Edit>): Edit {
  return {
    kind: 'edit',
    workspace_id: WORKSPACE,
    id: idOf('command', at),
    recorded_at: arrival,
    subject,
    subject_id,
    sequence: null,
    patch: {},
    is_delete: false,
    releases_keys: false,
    ...change,
  };
}

function configuredBy(command: Command, what: Configured): Row[] {
  if (command.kind === 'create_contact' && what === 'contact') return [command.contact];
  if (command.kind === 'create_source' && what === 'source') return [command.source];
  return command.kind === 'create_conversion_type' && what === 'conversion_type' ? [command.conversion_type] : [];
}

function reportOf({ order, number }: Of, made: readonly Command[]): RecordConversion['conversion'] | undefined {
  const reports = made.flatMap((command) => (command.kind === 'record_conversion' ? [command.conversion] : []));
  const ofIt = reports.filter(({ order_id, name }) => order_id === order && name === 'purchase');
  const among = ofIt.length > 0 ? ofIt : reports;
  return among[number % Math.max(1, among.length)];
}

function configurationOf(
  { what, own, email, arrival, request }: LedgerStep & { step: 'configure' },
  at: number,
): CreateConversionType | CreateSource | CreateContact {
  const base = { workspace_id: WORKSPACE, id: idOf('command', at), recorded_at: arrival, ...requested(request, what) };
  const same = { id: idOf(what, at), external_id: own, name: `${what} ${at}` };
  if (what === 'conversion_type') {
    const words = { description: null, category: 'final', currency: 'EUR' } as const;
    const flows = { fields: [], workflow_id: null, master_workflow_id: null };
    return { ...base, kind: 'create_conversion_type', conversion_type: { ...same, ...words, ...flows } };
  }
  if (what === 'source') {
    const words = { type: 'promo_code', category: 'podcast', channel: null } as const;
    return { ...base, kind: 'create_source', source: { ...same, ...words, creator_id: null, campaign_id: null } };
  }
  const identifiers = namesOf(same, email);
  const told = { phone: null, first_name: null, last_name: null, workflow_id: null, campaign_id: null, metadata: null };
  const address = { email, email_node: email === null ? null : nodeValueOf(email) };
  return { ...base, kind: 'create_contact', contact: { ...same, kind: 'lead', ...address, ...told }, identifiers };
}

/** It comes first of all commands in order of id, as a key is there before whoever uses it. */
function keyOf(key: string, at: number): CreateKey {
  const told = { kind: 'secret', name: key, hash: `hash of ${key}`, hint: key, is_test: false } as const;
  return {
    kind: 'create_key',
    workspace_id: WORKSPACE,
    id: `a${idOf('command', at)}`,
    recorded_at: START,
    key: {
      id: key,
      ...told,
      dialect: 'whop',
      origins: [],
      scopes: [],
      account: null,
      signing_secret: null,
      expires_at: null,
    },
  };
}

function bindingOf({ key, account }: LedgerStep & { step: 'bind' }, at: number): BindKey {
  const base = { kind: 'bind_key', workspace_id: WORKSPACE, id: idOf('command', at), recorded_at: START } as const;
  return { ...base, key_id: key, account };
}

function requested(request: RequestPlan | null | undefined, place: string): { idempotency?: Idempotency } {
  if (!request) return {};
  return { idempotency: { place, key_hash: request.key, body_hash: request.body } };
}

function nodeValueOf(email: string): string {
  return nodeOf({ kind: 'email', value: email }).value;
}
