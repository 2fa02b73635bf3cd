import type { Command, Outcome } from '../../packages/collector/src/domain/command.ts';
import type { Derived, Ledger } from './history-run.ts';

/** Which cases of what is done with conversions after they are reported a history held. */
export function ledgerCasesOf(
  commands: readonly Command[],
  outcomes: readonly Outcome[],
  { derived, ledger, accepted }: { derived: Derived; ledger: Ledger; accepted: readonly Command[] },
): string[] {
  const cases = commands.flatMap((command, at) => casesOfAnswer(command, outcomes[at]));
  const waited = accepted.flatMap((one) =>
    one.kind === 'record_adjustment' && one.adjustment.conversion_id === null ? [one.adjustment.id] : [],
  );
  for (const { id, conversion_id, is_clamped } of ledger.adjustments) {
    if (waited.includes(id)) cases.push(conversion_id === null ? 'refund of no sale' : 'refund before its sale');
    if (is_clamped) cases.push('refund that was cut');
  }
  if (accepted.filter(({ kind }) => kind === 'set_tag_settings').length > 1) cases.push('tag set up several times');
  const owners = Map.groupBy(derived.dedupes, ({ scope, key_hash }) => `${scope} ${key_hash}`);
  for (const [name, of] of owners) {
    if (of.length > 1 && of.some(({ is_released }) => is_released)) {
      cases.push(name.startsWith('order:') ? 'released order used again' : 'released key used again');
    }
  }
  for (const { edits } of [ledger]) {
    const changes = Map.groupBy(edits, ({ subject_id }) => subject_id);
    if ([...changes.values()].some((of) => of.length > 1)) cases.push('several edits of one thing');
  }
  const referred = new Set(derived.conversions.map(({ id, external_ref }) => `${id} ${external_ref}`));
  for (const { conversion_id, order_id } of derived.claims) {
    if (order_id !== null && referred.has(`${conversion_id} ${order_id}`)) cases.push('claim behind a reference');
  }
  return cases;
}

function casesOfAnswer(command: Command, outcome: Outcome | undefined): string[] {
  if (outcome === undefined) return [];
  const { status } = outcome;
  if (status === 'ignored') return ['ignored for lack of a contact'];
  if (status === 'duplicate' && outcome.is_replayed) return ['idempotent replay'];
  if (status === 'refused') return [refusalOf(command, outcome.code, outcome.detail?.field)];
  switch (command.kind) {
    case 'record_conversion':
      if (status === 'duplicate') return command.sameness?.is_retry ? ['retried without an id'] : [];
      return command.requires_contact ? ['welcome for its contact'] : [];
    case 'edit':
      return [`${command.subject} ${command.is_delete ? 'deleted' : 'edited'}`];
    case 'record_adjustment':
    case 'create_contact':
    case 'bind_key':
      return [`${command.kind} ${status}`];
    default:
      return [];
  }
}

function refusalOf(command: Command, code: string, field: string | undefined): string {
  if (field === 'Idempotency-Key') return 'key of another request refused';
  if (command.kind === 'record_adjustment' && code === 'conflict') return 'excess refused';
  if (code === 'deleted') return 'report of a deleted conversion refused';
  return `${command.kind} refused: ${code}`;
}
