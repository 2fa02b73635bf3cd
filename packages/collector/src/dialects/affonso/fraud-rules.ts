import { z } from 'zod';
import { FRAUD_MODES, type FraudCheck, type ProgramTerms } from '../../domain/program.ts';
import { expect, type Route } from '../dialect.ts';
import { said } from './fields.ts';
import { type Fixed, refuseFixed } from './fixed-fields.ts';
import { single } from './pagination.ts';
import { ownOf, readBody } from './reward-fields.ts';

/** https://docs.affonso.io/api-reference/endpoint/program/fraud-rules */

const mode = z.enum(FRAUD_MODES, `expected one of ${FRAUD_MODES.join(', ')}`).optional();

/** What our checks are called there. */
const CHECKS = {
  self_referral_mode: 'self_referral',
  duplicate_payout_mode: 'duplicate_payout',
  suspicious_email_mode: 'disposable_email',
  banned_referral_mode: 'banned_referrer',
  paid_traffic_mode: 'paid_traffic',
  blocked_country_mode: 'blocked_country',
} as const satisfies Record<string, FraudCheck>;
type Mode = keyof typeof CHECKS;
const MODES = Object.keys(CHECKS) as Mode[];

const rulesPatch = z.looseObject({
  self_referral_mode: mode,
  cross_program_ban_mode: mode,
  duplicate_payout_mode: mode,
  suspicious_email_mode: mode,
  banned_referral_mode: mode,
  paid_traffic_mode: mode,
  blocked_country_mode: mode,
  banned_referral_config: z
    .strictObject(
      { domains: z.array(z.string().max(255)).max(1_000) },
      'expected {"domains": ["coupons.example"]}: sites are banned, and no addresses',
    )
    .nullish(),
  blocked_country_config: z
    .strictObject({ countries: z.array(z.string().max(2)).max(250) }, 'expected {"countries": ["DE"]}')
    .nullish(),
});

const FIXED: Fixed = {
  cross_program_ban_mode: 'nobody is known from one program to another',
  paid_traffic_config:
    'a click that carries the id of an ad, or a paid utm_medium, is paid traffic, whatever its source',
};

const read: Route = {
  method: 'GET',
  path: '/v1/program/fraud-rules',
  ask: ({ account }) => ({ ask: 'read_own_program', own: ownOf(account) }),
  reply: (answer) => single(viewRules(expect(answer, 'own_program').own.row.terms)),
};

const update: Route = {
  method: 'PATCH',
  path: '/v1/program/fraud-rules',
  fields: {
    banned_referrers: 'banned_referral_config',
    blocked_countries: 'blocked_country_config',
    ...Object.fromEntries(MODES.map((name) => [`fraud.${CHECKS[name]}`, name])),
  },
  ask({ body, account }) {
    const given = readBody(rulesPatch, body);
    const { banned_referral_config: banned, blocked_country_config: blocked } = given;
    const modes = MODES.flatMap((name) => (given[name] === undefined ? [] : [[CHECKS[name], given[name]] as const]));
    const program = said({
      fraud: modes.length > 0 ? Object.fromEntries(modes) : undefined,
      banned_referrers: banned === undefined ? undefined : (banned?.domains ?? []),
      blocked_countries: blocked === undefined ? undefined : (blocked?.countries ?? []),
    });
    return {
      ask: 'update_own_program',
      own: ownOf(account),
      read({ row }) {
        refuseFixed(given, viewRules(row.terms), FIXED);
        return { program, standard: {} };
      },
    };
  },
  reply: (answer) => single(viewRules(expect(answer, 'own_program').own.row.terms)),
};

/** `/v1/program/fraud-rules` */
export const fraudRulesRoutes: readonly Route[] = [read, update];

function viewRules({ fraud, banned_referrers, blocked_countries }: ProgramTerms) {
  const modeOf = (name: Mode) => fraud[CHECKS[name]] ?? 'off';
  return {
    self_referral_mode: modeOf('self_referral_mode'),
    cross_program_ban_mode: 'off',
    duplicate_payout_mode: modeOf('duplicate_payout_mode'),
    suspicious_email_mode: modeOf('suspicious_email_mode'),
    banned_referral_mode: modeOf('banned_referral_mode'),
    paid_traffic_mode: modeOf('paid_traffic_mode'),
    blocked_country_mode: modeOf('blocked_country_mode'),
    banned_referral_config: banned_referrers.length > 0 ? { domains: banned_referrers } : null,
    blocked_country_config: blocked_countries.length > 0 ? { countries: blocked_countries } : null,
    paid_traffic_config: null,
  };
}
