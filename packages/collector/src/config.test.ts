import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  test('an empty environment gives the defaults', () => {
    assert.deepEqual(readConfig({ HOME: '/root' }), {
      port: 8787,
      host: '127.0.0.1',
      database: { engine: 'sqlite', path: './data/clickstitch.db' },
      public_url: null,
      trust_proxy: false,
      log_level: 'info',
      max_body_bytes: 1_048_576,
      queue_max_bytes: 67_108_864,
      queue_max_age_ms: 5_000,
      sweep_every_ms: 3_600_000,
      mature_every_ms: 60_000,
      rate_limit_per_minute: 0,
      share_link_days: 7,
    });
  });

  test('reads who may be trusted, and cuts the slash off the URL', () => {
    const read = (value: string) => readConfig({ CLICKSTITCH_TRUST_PROXY: value }).trust_proxy;
    assert.equal(read('2'), 2);
    assert.deepEqual(read('10.0.0.0/8, loopback'), ['10.0.0.0/8', 'loopback']);
    assert.equal(readConfig({ CLICKSTITCH_PUBLIC_URL: 'https://c.example/' }).public_url, 'https://c.example');
  });

  test('one error names every setting at fault, unknown ones too', () => {
    assert.throws(
      () => readConfig({ CLICKSTITCH_PORT: 'http', CLICKSTITCH_LOG_LEVEL: 'loud', CLICKSTITCH_PROT: '1' }),
      (error: Error) =>
        ['CLICKSTITCH_PORT', 'CLICKSTITCH_LOG_LEVEL', 'CLICKSTITCH_PROT: there is no such setting'].every((part) =>
          error.message.includes(part),
        ),
    );
  });

  test('knows what a PostgreSQL URL must say', () => {
    const read = (value: string) => readConfig({ CLICKSTITCH_DATABASE_URL: value }).database;
    assert.deepEqual(read('postgres://u:p@db.example/shop'), {
      engine: 'postgres',
      url: 'postgres://u:p@db.example/shop',
      writers: 3,
      readers: 4,
    });
    for (const value of ['postgres:shop', 'postgres://db.example', 'postgres://db.example/', 'postgres://h:x/shop']) {
      assert.throws(() => read(value), /USER:PASSWORD@HOST:PORT/, value);
    }
  });

  test('refuses what it cannot use', () => {
    for (const environment of [
      { CLICKSTITCH_PORT: '70000' },
      { CLICKSTITCH_DATABASE_URL: 'mysql://x' },
      { CLICKSTITCH_DATABASE_URL: 'sqlite:' },
      { CLICKSTITCH_PUBLIC_URL: 'collector.example' },
      { CLICKSTITCH_SHARE_LINK_DAYS: '0' },
    ]) {
      assert.throws(() => readConfig(environment), /The settings cannot be used/, JSON.stringify(environment));
    }
  });
});
