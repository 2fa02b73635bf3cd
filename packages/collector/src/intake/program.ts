import type { CreateProgram, Edit, Idempotency } from '../domain/command.ts';
import { mintId } from '../domain/ids.ts';
import { CREDIT_NOTICE, DEFAULT_TERMS, type ProgramRow, type ProgramTerms } from '../domain/program.ts';
import type { GivenProgramTerms, NewProgram, ProgramPatch } from '../wire/program.ts';
import { changedTerms, type Versions } from './changed-terms.ts';
import { type EditContext, intakeEdit } from './edit.ts';
import { readAmount, readCurrency } from './money.ts';

interface ProgramContext {
  workspace_id: string;
  received_at: number;
  /** The workspace's default currency. */
  currency: string;
  idempotency?: Idempotency | undefined;
}

/** A new program. Throws `invalid`. */
export function intakeProgram(given: NewProgram, context: ProgramContext): CreateProgram {
  const { workspace_id, received_at, idempotency } = context;
  const currency = readCurrency(given.currency ?? context.currency);
  return {
    kind: 'create_program',
    workspace_id,
    id: mintId(),
    recorded_at: received_at,
    program: {
      id: mintId(),
      external_id: given.external_id ?? null,
      name: given.name,
      currency,
      terms: { ...readTerms(given, currency, DEFAULT_TERMS), valid_from: received_at },
      terms_url: given.terms_url ?? null,
      allowed_hosts: given.allowed_hosts ?? [],
      affiliate_approval: given.affiliate_approval ?? 'manual',
      application_fields: given.application_fields ?? [],
    },
    ...(idempotency && { idempotency }),
  };
}

/** A change of a program; `undefined` where it would change nothing. Throws `invalid` and `conflict`. */
export function intakeProgramEdit(
  { row, versions }: { row: ProgramRow; versions: Versions<ProgramTerms> },
  patch: ProgramPatch,
  context: EditContext,
): Edit | undefined {
  const { name, terms_url, allowed_hosts, affiliate_approval, application_fields } = patch;
  const terms = changedTerms(versions, patch, {
    received_at: context.received_at,
    changed: (before, valid_from) => ({ ...readTerms(patch, row.currency, before), valid_from }),
    noticeOf: (before, after) => (isCreditChanged(before, after) ? CREDIT_NOTICE : 0),
  });
  const columns = { name, terms_url, allowed_hosts, affiliate_approval, application_fields, terms };
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  if (given.length === 0) return undefined;
  return { ...intakeEdit('program', row.id, Object.fromEntries(given), context), version: row.version };
}

type Untimed = Omit<ProgramTerms, 'valid_from'>;

/** What is not given is as it was. */
function readTerms(given: GivenProgramTerms, currency: string, before: Untimed): Untimed {
  return {
    cookie_days: given.cookie_days ?? before.cookie_days,
    click_rule: given.click_rule ?? before.click_rule,
    hold_days: given.hold_days ?? before.hold_days,
    minimum_payout_minor:
      given.minimum_payout === undefined
        ? before.minimum_payout_minor
        : readAmount('minimum_payout', given.minimum_payout, currency),
    earning_approval: given.earning_approval ?? before.earning_approval,
    locks_rates: given.locks_rates ?? before.locks_rates,
    fraud: { ...before.fraud, ...given.fraud },
    banned_referrers: given.banned_referrers ?? before.banned_referrers,
    blocked_countries: given.blocked_countries ?? before.blocked_countries,
    velocity_per_hour: given.velocity_per_hour ?? before.velocity_per_hour,
  };
}

function isCreditChanged(before: ProgramTerms, after: ProgramTerms): boolean {
  return before.cookie_days !== after.cookie_days || before.click_rule !== after.click_rule;
}
