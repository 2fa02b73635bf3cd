import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { exports } = JSON.parse(readFileSync(join(ROOT, 'packages/tag/package.json'), 'utf8')) as {
  exports: Record<string, string | { import?: string }>;
};

/** What an app may import: `@clickstitch/tag/goals`. */
const modules = Object.entries(exports)
  .filter(([, target]) => typeof target !== 'string' && target.import)
  .map(([path]) => path.replace('.', '@clickstitch/tag'));

/** With what is seldom said, wrong calls among it. */
const APP = `
import { createClickstitch, type InitOptions, type PackagedFeature } from '@clickstitch/tag/create';
import { goals } from '@clickstitch/tag/goals';
import { outbox } from '@clickstitch/tag/outbox';
import { ClickstitchProvider, useTrack } from '@clickstitch/tag/react';
import { identify, init, track, type StandardEvents } from '@clickstitch/tag';

const features: PackagedFeature[] = [goals, outbox];
const options: InitOptions = { key: 'pk_1', goals: [{ event: 'priced', url: '/prices' }] };
const clickstitch = createClickstitch(features);
clickstitch.init(options);
clickstitch.track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' });
init(options);
track('of_my_own', { anything: 1 });
identify('user_1', { email: 'a@b.example' });
const items: StandardEvents['purchase']['items'] = undefined;
export const app = () => ClickstitchProvider({ publishableKey: 'pk_1', spa: false });
export const thanks = () => useTrack('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' });
// @ts-expect-error there is no such feature
createClickstitch(['goals']);
// @ts-expect-error a key is needed
init({});
console.log('came to the end', items);
`;

describe('the package, as it is published', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'clickstitch-package-'));
    const packed = execFileSync('npm', ['pack', '--pack-destination', folder, '--json', '--loglevel=error'], {
      cwd: join(ROOT, 'packages/tag'),
      encoding: 'utf8',
    });
    const [, file = ''] = /"filename": "([^"]+)"/.exec(packed) ?? [];
    const place = join(folder, 'node_modules/@clickstitch/tag');
    mkdirSync(place, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, file), '--strip-components=1', '-C', place]);
    mkdirSync(join(folder, 'node_modules/@types'));
    for (const name of ['js-cookie', 'react', '@types/react'])
      symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'app.ts'), APP);
    writeFileSync(join(folder, 'each.ts'), modules.map((name, n) => `export * as m${n} from '${name}';\n`).join(''));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [moduleResolution, module] of [
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ] as const) {
    it(`has types for ${moduleResolution}`, () => {
      const compilerOptions = {
        ...{ module, moduleResolution, target: 'es2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], types: [] },
        ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false },
      };
      const config = join(folder, `tsconfig.${moduleResolution}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions, include: ['*.ts'] }));
      const found = run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', config]);
      assert.equal(found, '');
    });
  }

  it('can be imported and called where there is no window', () => {
    assert.match(run(process.execPath, [join(folder, 'app.ts')]), /^came to the end/m);
    const each = run(process.execPath, [
      '--input-type=module',
      '-e',
      `import * as all from './each.ts'; console.log(Object.keys(all).length)`,
    ]);
    assert.equal(each.trim(), `${modules.length}`);
  });

  /** What a program prints, whether or not it succeeds. */
  function run(program: string, args: string[]): string {
    try {
      return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      return stdout + stderr;
    }
  }
});
