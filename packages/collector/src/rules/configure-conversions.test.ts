import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { enters, onlyFor, sale } from '../../../../test/contract/barrier/ledger-reports.ts';
import { at } from '../../../../test/contract/barrier/reports.ts';
import { createStory } from '../../../../test/contract/story.ts';
import type { Edit, Outcome } from '../domain/command.ts';
import type { ContactRow } from '../domain/contact.ts';
import { contacts } from '../domain/schema.ts';
import { contactColumns } from '../intake/contact.ts';
import { intakeConversionType } from '../intake/conversion-type.ts';
import { intakeDeletion, intakeEdit } from '../intake/edit.ts';
import { intakeSource } from '../intake/source.ts';
import { newConversionType } from '../wire/conversion-type.ts';
import { newSource } from '../wire/source.ts';

const context = (minute: number) => ({ workspace_id: 'w', received_at: at(minute), currency: 'EUR' });
const moves = (id: string, minute: number, email: string | null): Edit =>
  intakeEdit('contact', id, contactColumns({ email }), context(minute));
const refusalOf = (outcome: Outcome) =>
  outcome.status === 'refused' ? [outcome.code, outcome.detail?.field] : outcome.status;

describe('a contact', () => {
  test('is known again by the caller’s id and by the address, of its kind', async () => {
    const story = createStory();
    const lee = enters(0, { email: 'lee@x.org', external_id: 'l1' });
    assert.equal((await story.commit(lee)).status, 'recorded');
    for (const same of [{ email: 'LEE@x.org' }, { external_id: 'l1', email: 'other@x.org' }]) {
      const outcome = await story.commit(enters(1, same));
      assert.equal(outcome.status === 'duplicate' && outcome.fact?.id, lee.contact.id);
    }
    assert.equal((await story.commit(enters(2, { email: 'lee@x.org', kind: 'lead' }))).status, 'recorded');
  });

  test('that moves to another address leaves the old one to others, and may not take another’s', async () => {
    const story = createStory();
    const [lee, kim] = [enters(0, { email: 'lee@x.org' }), enters(1, { email: 'kim@x.org' })];
    for (const command of [lee, kim]) await story.commit(command);
    assert.deepEqual(refusalOf(await story.commit(moves(lee.contact.id, 2, 'kim@x.org'))), ['conflict', 'email']);
    await story.commit(moves(lee.contact.id, 3, 'new@x.org'));
    assert.equal((await story.commit(enters(4, { email: 'lee@x.org' }))).status, 'recorded');
    assert.equal((await story.commit(enters(5, { email: 'new@x.org' }))).status, 'duplicate');
  });

  test('links the sales to its address and to its id', async () => {
    const story = createStory();
    await story.commit(sale(0, { order_id: 'o1', lead_id: 'l1' }));
    await story.lands('v1', at(-5), 'gclid=G');
    await story.identifies('v1', at(-4), { email: 'lee@x.org' });
    assert.equal((await story.answer('o1')).source, null);
    await story.commit(enters(9, { email: 'lee@x.org', external_id: 'l1', kind: 'lead' }));
    assert.equal((await story.answer('o1')).source, 'google');
  });

  test('lets a report count that is for contacts only; what came before it stays ignored', async () => {
    const story = createStory();
    const report = () => sale(1, { email: 'lee@x.org' }, onlyFor('lee@x.org'));
    const early = report();
    assert.deepEqual(await story.commit(early), { status: 'ignored', reason: 'contact_unknown' });
    const [receipt] = await story.receiptsOf(early.conversion.id);
    assert.deepEqual([receipt?.kind, receipt?.other_id], ['ignored', 'hmac']);
    const lee = enters(2, { email: 'lee@x.org' });
    await story.commit(lee);
    assert.equal((await story.commit(report())).status, 'recorded');
    await story.commit(intakeDeletion('contact', lee.contact.id, context(3)));
    assert.equal((await story.commit(report())).status, 'ignored');
    const [row] = await story.store.range<ContactRow>(contacts, 'key', ['w'], { order: 'ascending' });
    assert.equal(row?.deleted_at, at(3));
  });
});

describe('a type and a source', () => {
  test('are known again by the caller’s id, which is free when they are deleted', async () => {
    const story = createStory();
    const type = (minute: number) =>
      intakeConversionType(newConversionType.parse({ name: 'Demo', external_id: 'x1' }), context(minute));
    const source = (minute: number) =>
      intakeSource(
        newSource.parse({ name: 'Pod', external_id: 'x1', type: 'promo_code', category: 'podcast' }),
        context(minute),
      );
    for (const [make, subject] of [
      [type, 'conversion_type'],
      [source, 'source'],
    ] as const) {
      const first = await story.commit(make(0));
      assert.equal(first.status, 'recorded');
      assert.equal((await story.commit(make(1))).status, 'duplicate');
      const id = first.status === 'recorded' ? (first.fact?.id ?? '') : '';
      await story.commit(intakeDeletion(subject, id, context(2)));
      assert.equal((await story.commit(make(3))).status, 'recorded');
      assert.deepEqual(refusalOf(await story.commit(intakeEdit(subject, id, { name: 'x' }, context(4)))), [
        'not_found',
        'id',
      ]);
    }
  });
});
