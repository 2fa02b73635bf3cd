import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { WRITING } from './routes.ts';
import { openStand } from './stand.ts';
import { VENDORS } from './vendor.ts';

const SOURCES = join(import.meta.dirname, '..', '..', 'packages', 'collector', 'src');
const read = (path: string) => readFileSync(join(SOURCES, path), 'utf8');

/** Paths of vendors that only read or delete. */
const ONLY_READ = ['/api/public/conversion-types', '/api/public/leads/:id', '/v1/payouts', '/v1/coupons/:id'];

test('no path of a dialect is forgotten', () => {
  for (const vendor of VENDORS) {
    const files = globSync([`dialects/${vendor}.ts`, `dialects/${vendor}/*.ts`], { cwd: SOURCES });
    const named = files
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) => [...read(file).matchAll(/'(\/(?:api|v1)\/[^']*)'/g)].map(([, path = '']) => path));
    assert.notEqual(named.length, 0, `no path of ${vendor} was found`);
    const known = [...WRITING[vendor].map(({ path }) => path), ...ONLY_READ];
    const forgotten = named.filter((path) => !known.includes(path));
    assert.deepEqual(forgotten, [], vendor);
  }
});

test('no native route that takes a body is forgotten, and none is named that there is not', async () => {
  const stand = await openStand();
  try {
    const response = await fetch(`${stand.collector.url}/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, object> };
    const found = Object.entries(paths).flatMap(([path, operations]) =>
      ['post', 'patch', 'put']
        .filter((method) => path.startsWith('/v1/') && method in operations)
        .map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    const named = WRITING.native.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(found.sort(), named.sort());
  } finally {
    await stand.close();
  }
});
