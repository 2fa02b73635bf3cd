import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commitGroup } from '../commit/group.ts';
import { type DialectName, keyPrefixOf } from '../domain/dialect.ts';
import { AppError } from '../domain/errors.ts';
import { mintId } from '../domain/ids.ts';
import { apiKeys } from '../domain/schema.ts';
import type { ApiKeyRow } from '../domain/workspace.ts';
import { createSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Announcements } from '../store/store.ts';
import { identitySecretOf } from './identity-proof.ts';
import { type KeyRequest, keyCommand } from './key-command.ts';
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
      tally: (...asked) => store.tally(...asked),
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
    async addKey(asked: Partial<KeyRequest> = {}) {
      const request: KeyRequest = {
        kind: 'secret',
        is_test: false,
        name: 'k',
        origins: [],
        dialect: 'native',
        account: null,
        expires_at: null,
        ...asked,
      };
      const { key, command } = keyCommand('w', request, now);
      await commitGroup(store, [command]);
      return { key, id: command.key.id };
    },
    async bind(id: string, account: string) {
      const [outcome] = await commitGroup(store, [{ ...base, kind: 'bind_key', id: mintId(), key_id: id, account }]);
      return outcome?.status === 'refused' ? outcome.code : outcome?.status;
    },
    async accountOf(id: string) {
      return (await store.find<ApiKeyRow>(apiKeys, 'key', ['w', id]))[0]?.account;
    },
    async revoke(id: string) {
      await commitGroup(store, [{ ...base, kind: 'revoke_key', id: mintId(), recorded_at: 5, key_id: id }]);
    },
  };
}

describe('the keyring', () => {
  test('knows a key’s workspace, kind, mode, origins, currency and identity secret', async () => {
    const office = await createOffice();
    const { key, id } = await office.addKey({ kind: 'publishable', is_test: true, origins: ['shop.test'] });
    assert.deepEqual(await office.keyring.identify(key), {
      workspace_id: 'w',
      key_id: id,
      kind: 'publishable',
      is_test: true,
      origins: ['shop.test'],
      dialect: 'native',
      scopes: [],
      account: null,
      expires_at: null,
      signing_secret: null,
      currency: 'CHF',
      identity_secret: identitySecretOf('s'),
    });
    assert.match(key, /^cs_pk_test_[A-Za-z0-9_-]{32}$/);
  });

  test('knows no key but those that were given out, and does not look for what cannot be one', async () => {
    const office = await createOffice();
    const { key } = await office.addKey();
    const other = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`;
    assert.equal(await office.keyring.identify(other), undefined);
    const before = office.reads();
    for (const text of ['', 'cs_sk_live_', key.toUpperCase(), ` ${key}`, `${key}\n`, 'Bearer', 'x'.repeat(10_000)]) {
      assert.equal(await office.keyring.identify(text), undefined, text.slice(0, 20));
    }
    assert.equal(office.reads(), before);
  });

  test('knows the keys of every dialect, by the vendor’s own prefix', async () => {
    const office = await createOffice();
    const prefixes: [DialectName, string][] = [
      ['native', 'cs_sk_'],
      ['nexor', 'nxr_'],
      ['brandwave', 'bw_'],
      ['chase', 'chase_'],
      ['affonso', 'sk_'],
      ['whop', 'apik_'],
    ];
    for (const [dialect, prefix] of prefixes) {
      for (const is_test of [false, true]) {
        const { key } = await office.addKey({ dialect, is_test, account: 'org_1', scopes: ['write'] });
        assert.ok(key.startsWith(`${prefix}${is_test ? 'test' : 'live'}_`), key);
        assert.ok(key.startsWith(keyPrefixOf(dialect, is_test)));
        const caller = await office.keyring.identify(key);
        assert.deepEqual(
          [caller?.dialect, caller?.is_test, caller?.account, caller?.scopes],
          [dialect, is_test, 'org_1', ['write']],
        );
      }
    }
  });

  test('refuses a key that has expired, and says so, also while it is remembered', async () => {
    const office = await createOffice();
    const { key } = await office.addKey({ expires_at: 500 });
    assert.ok(await office.keyring.identify(key));
    office.wait(499);
    assert.ok(office.keyring.identify(key));
    office.wait(1);
    const isExpired = (error: unknown) =>
      error instanceof AppError && error.code === 'unauthorized' && error.message === 'The key has expired.';
    assert.throws(() => void office.keyring.identify(key), isExpired);
    office.wait(5_000);
    await assert.rejects(async () => office.keyring.identify(key), isExpired);
  });

  test('a key is bound to one account, for good', async () => {
    const office = await createOffice();
    const { key, id } = await office.addKey({ dialect: 'whop' });
    assert.equal((await office.keyring.identify(key))?.account, null);
    assert.equal(await office.bind(id, 'biz_1'), 'recorded');
    assert.equal(await office.bind(id, 'biz_1'), 'duplicate');
    assert.equal(await office.bind(id, 'biz_2'), 'conflict');
    assert.equal(await office.bind('none', 'biz_2'), 'not_found');
    assert.equal(await office.accountOf(id), 'biz_1');
    office.keyring.forget();
    assert.equal((await office.keyring.identify(key))?.account, 'biz_1');
  });

  test('keys of one dialect are for one account, the first that any of them is for', async () => {
    const office = await createOffice();
    const first = await office.addKey({ dialect: 'whop' });
    const second = await office.addKey({ dialect: 'whop' });
    const native = await office.addKey({ account: 'biz_9' });
    assert.equal(await office.bind(first.id, 'biz_1'), 'recorded');
    assert.equal((await office.keyring.identify(second.key))?.account, 'biz_1');
    assert.equal(await office.accountOf(second.id), null);
    assert.equal(await office.bind(second.id, 'biz_2'), 'conflict');
    const refused = await office.addKey({ dialect: 'whop', account: 'biz_2' });
    assert.equal(await office.keyring.identify(refused.key), undefined);
    assert.equal(await office.bind(second.id, 'biz_1'), 'recorded');
    const other = await office.addKey({ dialect: 'brandwave', account: 'biz_2' });
    assert.equal((await office.keyring.identify(other.key))?.account, 'biz_2');
    assert.equal((await office.keyring.identify(native.key))?.account, 'biz_9');
  });

  test('remembers a key for a second, and forgets a revoked one within it', async () => {
    const office = await createOffice();
    const { key, id } = await office.addKey();
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
    const made = await office.addKey();
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
    const { key, id } = await office.addKey();
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
