import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commitGroup } from '../commit/group.ts';
import { mintId } from '../domain/ids.ts';
import type { KeyKind } from '../domain/workspace.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Announcements } from '../store/store.ts';
import { identitySecretOf } from './identity-proof.ts';
import { createKeyring } from './keyring.ts';
import { createNewKey } from './new-key.ts';

/** A workspace with keys, and a keyring whose clock is set by hand. */
async function createOffice(announcements?: Announcements) {
  const store = createSqliteStore({ path: ':memory:', mode: 'write' });
  let now = 0;
  let reads = 0;
  const keyring = createKeyring({
    reader: {
      find: (...asked) => {
        reads += 1;
        return store.find(...asked);
      },
      range: (...asked) => store.range(...asked),
    },
    now: () => now,
    announcements,
  });
  const base = { workspace_id: 'w', recorded_at: 0 };
  const workspace = { name: 'Shop', currency: 'CHF', is_test: false, twin_id: 't', secret: 's' };
  await commitGroup(store, [{ ...base, kind: 'create_workspace', id: mintId(), workspace }]);
  return {
    keyring,
    reads: () => reads,
    wait: (ms: number) => {
      now += ms;
    },
    async addKey(kind: KeyKind, isTest: boolean, origins: string[] = []) {
      const { key, hash, hint } = createNewKey(kind, isTest);
      const row = { id: mintId(), kind, name: 'k', hash, hint, origins, is_test: isTest };
      await commitGroup(store, [{ ...base, kind: 'create_key', id: mintId(), key: row }]);
      return { key, id: row.id };
    },
    async revoke(id: string) {
      await commitGroup(store, [{ ...base, kind: 'revoke_key', id: mintId(), recorded_at: 5, key_id: id }]);
    },
  };
}

describe('the keyring', () => {
  test('knows a key’s workspace, kind, mode, origins, currency and identity secret', async () => {
    const office = await createOffice();
    const { key, id } = await office.addKey('publishable', true, ['shop.test']);
    assert.deepEqual(await office.keyring.identify(key), {
      workspace_id: 'w',
      key_id: id,
      kind: 'publishable',
      is_test: true,
      origins: ['shop.test'],
      currency: 'CHF',
      identity_secret: identitySecretOf('s'),
    });
    assert.match(key, /^cs_pk_test_[A-Za-z0-9_-]{32}$/);
  });

  test('knows no key but those that were given out, and does not look for what cannot be one', async () => {
    const office = await createOffice();
    const { key } = await office.addKey('secret', false);
    const other = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    assert.equal(await office.keyring.identify(other), undefined);
    const before = office.reads();
    for (const text of ['', 'cs_sk_live_', key.toUpperCase(), ` ${key}`, `${key}\n`, 'Bearer', 'x'.repeat(10_000)]) {
      assert.equal(await office.keyring.identify(text), undefined, text.slice(0, 20));
    }
    assert.equal(office.reads(), before);
  });

  test('remembers a key for a second, and forgets a revoked one within it', async () => {
    const office = await createOffice();
    const { key, id } = await office.addKey('secret', false);
    assert.ok(await office.keyring.identify(key));
    const read = office.reads();
    await office.revoke(id);
    office.wait(999);
    assert.ok(!(office.keyring.identify(key) instanceof Promise), 'answers at once from memory');
    assert.equal(office.reads(), read);
    office.wait(1);
    assert.equal(await office.keyring.identify(key), undefined);
    assert.equal(await office.keyring.identify(key), undefined);
  });

  test('takes in a key that was made after it was asked for it', async () => {
    const office = await createOffice();
    const { key } = createNewKey('secret', false);
    assert.equal(await office.keyring.identify(key), undefined);
    const made = await office.addKey('secret', false);
    assert.ok(await office.keyring.identify(made.key));
  });

  test('where changes are announced, remembers a key for a minute and forgets it when any is', async () => {
    let heardSince: number | null = 0;
    let announce = (_: string) => {};
    const office = await createOffice({
      heardSince: () => heardSince,
      onChange: (listener) => {
        announce = listener;
      },
    });
    const { key, id } = await office.addKey('secret', false);
    const isRemembered = () => !(office.keyring.identify(key) instanceof Promise);
    assert.ok(await office.keyring.identify(key));
    office.wait(59_999);
    assert.ok(isRemembered());
    office.wait(1);
    assert.ok(!isRemembered(), 'it is looked up again after a minute');

    assert.ok(await office.keyring.identify(key));
    office.wait(1_000);
    heardSince = null;
    assert.ok(!isRemembered(), 'nothing is heard any more');
    assert.ok(await office.keyring.identify(key));
    office.wait(1_000);
    heardSince = 61_500;
    assert.ok(!isRemembered(), 'something may have been missed since it was looked up');

    assert.ok(await office.keyring.identify(key));
    await office.revoke(id);
    announce('api_key');
    assert.equal(await office.keyring.identify(key), undefined);
  });
});
