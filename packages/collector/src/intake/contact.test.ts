import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newContact } from '../wire/contact.ts';
import { parse } from '../wire/parse.ts';
import { contactColumns, intakeContact } from './contact.ts';

const take = (given: object) => intakeContact(parse(newContact, given), { workspace_id: 'w', received_at: 1 });

describe('a contact', () => {
  test('is named by the id that its caller gives, by kind', () => {
    const lead = take({ kind: 'lead', external_id: 'L1', email: ' Jane@X.org ', phone: '+49 151 1234567' });
    assert.deepEqual(lead.identifiers, [
      { kind: 'lead', value: 'L1' },
      { kind: 'email', value: 'jane@x.org' },
      { kind: 'phone', value: '+491511234567' },
    ]);
    assert.deepEqual(take({ external_id: 'c1' }).identifiers, [{ kind: 'external', value: 'c1' }]);
    assert.deepEqual(take({ kind: 'customer', external_id: 'K1' }).identifiers, [{ kind: 'customer', value: 'K1' }]);
  });

  test('is named by our id where its caller has none', () => {
    const lead = take({ kind: 'lead' });
    assert.deepEqual(lead.identifiers, [{ kind: 'lead', value: lead.contact.id }]);
    const plain = take({ email: 'a@x.org' });
    assert.deepEqual(plain.identifiers, [
      { kind: 'external', value: plain.contact.id },
      { kind: 'email', value: 'a@x.org' },
    ]);
  });

  test('has its address as links compare it, unless it is nobody’s', () => {
    const { contact } = take({ email: ' Jane@X.org ' });
    assert.equal(contact.email, ' Jane@X.org ');
    assert.equal(contact.email_node, take({ email: 'jane@x.org' }).contact.email_node);
    assert.equal(take({ email: 'null' }).contact.email_node, null);
  });

  test('that is changed has the columns of what was given', () => {
    assert.deepEqual(contactColumns({ name: null, phone: undefined }), { name: null });
    assert.deepEqual(contactColumns({ email: null }), { email: null, email_node: null });
  });
});
