import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pino } from 'pino';
import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import type { AskReport } from '../reports/reports.ts';
import { createTagPreamble } from './tag-preamble.ts';

const caller = { workspace_id: 'w', kind: 'publishable' } as Caller;
const settings = { goals: [{ event: 'lead', url: '/thanks' }] };
const row = { workspace_id: 'w', sequence: 1, settings, updated_at: 1, version: 1 };

describe('the line before the tag', () => {
  test('is what was known last where nobody can be asked, and then not for long', async () => {
    let isDown = false;
    const preamble = createTagPreamble({
      keyring: { identify: () => caller, forget() {} },
      ask: (async () => {
        if (isDown) throw new Error('the database is down');
        return row;
      }) as AskReport,
      log: pino({ level: 'silent' }),
    });
    const known = await preamble('cs_pk_live_1');
    assert.deepEqual(known, {
      line: '(window.clickstitch=window.clickstitch||{}).s={"key":"cs_pk_live_1","goals":[{"event":"lead","url":"/thanks"}]};\n',
      is_makeshift: false,
    });
    isDown = true;
    assert.deepEqual(await preamble('cs_pk_live_1'), { ...known, is_makeshift: true });
    const other = await preamble('cs_pk_live_2');
    assert.match(other.line, /^\/\* .*cannot be read now\. \*\/\n$/);
    assert.equal(other.is_makeshift, true);
  });

  test('is a comment where the key has expired', async () => {
    const preamble = createTagPreamble({
      keyring: {
        identify() {
          throw new AppError('unauthorized', 'The key has expired.');
        },
        forget() {},
      },
      ask: (() => assert.fail('nobody is to be asked')) as AskReport,
      log: pino({ level: 'silent' }),
    });
    const { line, is_makeshift } = await preamble('cs_pk_live_1');
    assert.match(line, /^\/\* .* unknown, revoked or expired\. \*\/\n$/);
    assert.equal(is_makeshift, false);
  });
});
