import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_TERMS, type ProgramRow } from '../domain/program.ts';
import { application, applicationInForm, TRAP_FIELD } from '../wire/application.ts';
import { applicantOf, faultsIn, intakeApplication } from './application.ts';

const terms = { ...DEFAULT_TERMS, valid_from: 0 };
const program: ProgramRow = {
  ...{ workspace_id: 'w', id: 'p', external_id: null, name: 'Kiln', currency: 'EUR', terms, first_terms: terms },
  ...{ terms_url: null, allowed_hosts: [], affiliate_approval: 'manual', application_fields: [] },
  ...{ created_at: 0, updated_at: 0, deleted_at: null, version: 1 },
};
const asking = {
  ...program,
  terms_url: 'https://kiln.test/terms',
  application_fields: [
    { key: 'reach', label: 'How do you reach people?', is_required: true },
    { key: 'more', label: 'Anything else?', is_required: false },
  ],
};
const given = application.parse({ name: ' Ada Kiln ', email: ' Ada@Example.com ' });
const fieldsAtFault = (of: object, in_: ProgramRow = program) => [...faultsIn({ ...given, ...of }, in_).keys()];
const take = (of: object = {}, in_: ProgramRow = program, earlier = 0) =>
  intakeApplication({ ...given, ...of }, in_, { received_at: 5, earlier });

describe('an application', () => {
  test('needs a name, an address, and whatever else the program asks for', () => {
    assert.deepEqual(fieldsAtFault({}), []);
    assert.deepEqual(fieldsAtFault({ name: ' ', email: 'ada@' }), ['name', 'email']);
    assert.deepEqual(fieldsAtFault({}, asking), ['answers.reach', 'accepts_terms']);
    const whole = { answers: { reach: 'By letters' }, accepts_terms: true };
    assert.deepEqual(fieldsAtFault(whole, asking), []);
    assert.deepEqual(fieldsAtFault({ ...whole, answers: { reach: 'x'.repeat(2_001) } }, asking), ['answers.reach']);
  });

  test('may name a website, with its scheme or without', () => {
    const websiteOf = (website: string) => take({ website }).affiliate.application?.['website'];
    assert.equal(websiteOf(' kiln.test/blog '), 'https://kiln.test/blog');
    assert.equal(websiteOf('http://kiln.test'), 'http://kiln.test');
    assert.equal(websiteOf(''), null);
    for (const website of ['javascript:alert(1)', 'ftp://kiln.test', 'my site', 'localhost', 'https://'])
      assert.deepEqual(fieldsAtFault({ website }), ['website'], website);
  });

  test('makes an affiliate who waits, or who is in where nobody looks; with a link to the program’s first host', () => {
    const { affiliate, link, recorded_at } = take();
    assert.deepEqual(
      [affiliate.name, affiliate.email, affiliate.program_id, affiliate.status, recorded_at],
      ['Ada Kiln', 'ada@example.com', 'p', 'applied', 5],
    );
    assert.match(link.code, /^ada-[0-9a-f]{8}$/);
    assert.equal(link.destination_url, null);
    const open = take({}, { ...program, affiliate_approval: 'automatic', allowed_hosts: ['kiln.test', 'b.test'] });
    assert.deepEqual([open.affiliate.status, open.link.destination_url], ['approved', 'https://kiln.test/']);
  });

  test('is one and the same for an address in a program, until they are deleted', () => {
    const { id } = take().affiliate;
    assert.equal(take({ name: 'Another', email: 'ada@example.COM' }).affiliate.id, id);
    assert.notEqual(take({ email: 'ben@example.com' }).affiliate.id, id);
    assert.notEqual(take({}, { ...program, id: 'q' }).affiliate.id, id);
    assert.notEqual(take({}, program, 1).affiliate.id, id);
  });

  test('keeps what was asked and nothing else, and which terms were agreed to', () => {
    const answers = { reach: ' By letters ', unasked: 'x', __proto__: 'y' };
    assert.deepEqual(take({ answers }, asking).affiliate.application, {
      website: null,
      answers: { reach: 'By letters', more: '' },
      accepted_terms: 'https://kiln.test/terms',
    });
  });

  test('says the same in a form as in JSON', () => {
    const form = 'name=Ada&email=Ada%40example.com&website=&answers.reach=a%0Db&accepts_terms=on&company_fax=1&x=1';
    const read = applicationInForm(new URLSearchParams(form));
    assert.deepEqual(read, {
      ...{ name: 'Ada', email: 'Ada@example.com', website: '', answers: { reach: 'a\rb' }, accepts_terms: true },
      [TRAP_FIELD]: '1',
    });
    assert.equal(applicantOf(read), 'ada@example.com');
    assert.equal(applicationInForm(new URLSearchParams('')).accepts_terms, false);
  });
});
