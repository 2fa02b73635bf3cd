import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DIALECTS_DOCUMENT, rowsOf, statedIn } from '../compat/table.ts';
import { loadDocumented } from '../compat/vectors-folder.ts';
import { VENDORS } from '../compat/vendor.ts';

for (const vendor of VENDORS) {
  test(`docs/dialects.md has the documented points of ${vendor} as they are now`, () => {
    assert.ok(existsSync(DIALECTS_DOCUMENT), 'npm run compat -- --write-docs makes it');
    const stated = statedIn(readFileSync(DIALECTS_DOCUMENT, 'utf8'), vendor);
    assert.deepEqual(
      stated,
      rowsOf(loadDocumented(vendor).items),
      'npm run compat -- --write-docs brings it up to date',
    );
  });
}
