import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AppError } from '../domain/errors.ts';
import { CREDIT_NOTICE, type ProgramRow, type ProgramTerms } from '../domain/program.ts';
import { DAY } from '../domain/time.ts';
import { parse } from '../wire/parse.ts';
import { newProgram, programPatch } from '../wire/program.ts';
import { intakeProgram, intakeProgramEdit } from './program.ts';

const NOW = Date.UTC(2026, 10, 20, 10);

function create(given: object) {
  return intakeProgram(parse(newProgram, { name: 'Partners', ...given }), {
    workspace_id: 'w',
    received_at: NOW,
    currency: 'EUR',
  }).program;
}

function stored(given: object, later: Partial<ProgramTerms>[] = []) {
  const { terms: first, ...program } = create(given);
  const versions: [ProgramTerms, ...ProgramTerms[]] = [first, ...later.map((change) => ({ ...first, ...change }))];
  const dates = { created_at: NOW, updated_at: NOW, deleted_at: null };
  const terms = versions.at(-1) ?? first;
  const row: ProgramRow = { workspace_id: 'w', ...program, terms, first_terms: first, ...dates, version: 7 };
  return { row, versions };
}

function change(standing: ReturnType<typeof stored>, patch: object, received_at = NOW + DAY) {
  return intakeProgramEdit(standing, parse(programPatch, patch), { workspace_id: 'w', received_at });
}

function termsOf(command: ReturnType<typeof change>): ProgramTerms {
  return command?.patch['terms'] as ProgramTerms;
}

function refused(act: () => unknown, code: string, field: string): void {
  assert.throws(act, (error: AppError) => {
    assert.deepEqual([error.code, error.detail.field], [code, field], error.message);
    assert.ok(error.message.startsWith(field), error.message);
    return true;
  });
}

describe('a new program', () => {
  test('has terms that hold where nothing else was said', () => {
    const { terms, currency, allowed_hosts, affiliate_approval } = create({});
    assert.deepEqual([currency, allowed_hosts, affiliate_approval], ['EUR', [], 'manual']);
    assert.deepEqual([terms.valid_from, terms.cookie_days, terms.hold_days], [NOW, 30, 30]);
    assert.equal(terms.fraud.self_referral, 'detect');
  });

  test('takes amounts in its own currency, hosts and countries in whatever case', () => {
    const given = { currency: 'jpy', minimum_payout: 5000, blocked_countries: ['de'], allowed_hosts: ['Shop.Example'] };
    const { terms, currency, allowed_hosts } = create({ ...given, fraud: { velocity: 'block' } });
    assert.deepEqual([currency, terms.minimum_payout_minor, allowed_hosts], ['JPY', 5000, ['shop.example']]);
    assert.deepEqual(terms.blocked_countries, ['DE']);
    assert.deepEqual([terms.fraud.velocity, terms.fraud.self_referral], ['block', 'detect']);
    assert.deepEqual(create({ allowed_hosts: ['bücher.example'] }).allowed_hosts, ['xn--bcher-kva.example']);
  });

  test('is refused by the field that is wrong', () => {
    const field = { key: 'site', label: 'Your site' };
    for (const [given, at] of [
      [{ name: ' ' }, 'name'],
      [{ currency: 'XQX' }, 'currency'],
      [{ cookie_days: 0 }, 'cookie_days'],
      [{ cookie_days: 366 }, 'cookie_days'],
      [{ cookie_days: 1.5 }, 'cookie_days'],
      [{ click_rule: 'middle' }, 'click_rule'],
      [{ hold_days: -1 }, 'hold_days'],
      [{ minimum_payout: -1 }, 'minimum_payout'],
      [{ minimum_payout: '0.001' }, 'minimum_payout'],
      [{ minimum_payout: 'much' }, 'minimum_payout'],
      [{ fraud: { luck: 'off' } }, 'fraud.luck'],
      [{ fraud: { velocity: 'maybe' } }, 'fraud.velocity'],
      [{ banned_referrers: ['https://x.example'] }, 'banned_referrers.0'],
      [{ blocked_countries: ['DE', 'UK'] }, 'blocked_countries.1'],
      [{ allowed_hosts: ['shop.example/path'] }, 'allowed_hosts.0'],
      [{ allowed_hosts: ['*.shop.example'] }, 'allowed_hosts.0'],
      [{ allowed_hosts: ['shop.example:443'] }, 'allowed_hosts.0'],
      [{ allowed_hosts: [''] }, 'allowed_hosts.0'],
      [{ terms_url: 'ftp://x.example' }, 'terms_url'],
      [{ application_fields: [field, field] }, 'application_fields'],
      [{ hold_day: 60 }, 'hold_day'],
    ] as const) {
      refused(() => create(given), 'invalid', at);
    }
  });
});

describe('a change of a program', () => {
  test('carries whole terms from now on, for the version that it was made for', () => {
    const command = change(stored({}), { hold_days: 60, fraud: { velocity: 'block' } });
    const { terms } = create({ hold_days: 60, fraud: { velocity: 'block' } });
    assert.deepEqual(termsOf(command), { ...terms, valid_from: NOW + DAY });
    assert.deepEqual([command?.version, Object.keys(command?.patch ?? {})], [7, ['terms']]);
  });

  test('of what is not part of the terms leaves them as they are', () => {
    assert.deepEqual(change(stored({}), { name: 'Friends', allowed_hosts: [] })?.patch, {
      name: 'Friends',
      allowed_hosts: [],
    });
  });

  test('that changes nothing is none', () => {
    assert.equal(change(stored({}), {}), undefined);
    assert.equal(change(stored({}), { hold_days: 30 }), undefined);
    refused(() => change(stored({}), { valid_from: '2027-01-01T00:00:00Z' }), 'invalid', 'valid_from');
  });

  test('is never of the past', () => {
    refused(() => change(stored({}), { hold_days: 1, valid_from: NOW }), 'invalid', 'valid_from');
  });

  test('of what sales are owed by is announced', () => {
    for (const patch of [{ cookie_days: 60 }, { click_rule: 'first' }]) {
      assert.equal(termsOf(change(stored({}), patch)).valid_from, NOW + DAY + CREDIT_NOTICE);
      const soon = { ...patch, valid_from: NOW + DAY + CREDIT_NOTICE - 1 };
      refused(() => change(stored({}), soon), 'invalid', 'valid_from');
    }
  });

  test('does not bring one forward that is to come, nor gives it up unless that is asked for', () => {
    const January = Date.UTC(2027, 0, 1);
    const standing = stored({}, [{ hold_days: 60, valid_from: January }]);
    const patch = { banned_referrers: ['coupons.example'] };
    refused(() => change(standing, patch), 'conflict', 'valid_from');
    const then = termsOf(change(standing, { ...patch, valid_from: January }));
    assert.deepEqual([then.hold_days, then.valid_from], [60, January]);
    const instead = termsOf(change(standing, { ...patch, replaces_later: true }));
    assert.deepEqual([instead.hold_days, instead.valid_from], [30, NOW + DAY]);
    const givenUp = termsOf(change(standing, { replaces_later: true }));
    assert.deepEqual([givenUp.hold_days, givenUp.valid_from], [30, NOW + DAY]);
  });
});
