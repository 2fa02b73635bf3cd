import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { createProgram } from '../../packages/collector/src/cli/program.ts';
import { describeSettings } from '../../packages/collector/src/config.ts';
import { dialects } from '../../packages/collector/src/dialects/dialects.ts';
import { AD_PARAMETERS, CLICK_ID_PARAMETERS } from '../../packages/collector/src/domain/channel.ts';
import { ERROR_CODES } from '../../packages/collector/src/domain/errors.ts';
import {
  ATTRIBUTION_WORDS,
  CLAIM_WORDS,
  DEBT_RULE_WORDS,
  DEBT_WORDS,
  RECEIPT_WORDS,
} from '../../packages/collector/src/explain/verdicts.ts';
import { describedPaths } from '../../packages/collector/src/http/openapi/document.ts';
import { DROP_REASONS, EVENT_NOTES } from '../../packages/collector/src/intake/incoming.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md'], { cwd: ROOT });

function assertNamed(document: string, names: readonly string[]): void {
  const text = read(document);
  for (const name of names) assert.ok(text.includes(`\`${name}`), `${document} does not name \`${name}\``);
}

describe('documents say what the code does', () => {
  test('every setting is in docs/settings.md with its default, and no other', () => {
    const rows = [...read('docs/settings.md').matchAll(/^\| `(CLICKSTITCH_\w+)` \| (?:`([^`]*)`)? ?\|/gm)];
    assert.deepEqual(
      rows.map(([, name, fallback]) => [name, fallback ?? '']),
      describeSettings().map(({ name, default: fallback }) => [name, fallback]),
    );
  });

  test('every error code is in docs/api.md', () => assertNamed('docs/api.md', ERROR_CODES));

  test('every drop reason is in docs/events.md', () => assertNamed('docs/events.md', DROP_REASONS));

  test('every note that intake makes is in docs/events.md', () => assertNamed('docs/events.md', EVENT_NOTES));

  test('every click id, and every id of an ad, is in docs/events.md', () =>
    assertNamed('docs/events.md', [...CLICK_ID_PARAMETERS, ...AD_PARAMETERS]));

  test('every verdict, rule and kind of receipt is in docs/attribution.md', () => {
    for (const words of [ATTRIBUTION_WORDS, DEBT_WORDS, DEBT_RULE_WORDS, CLAIM_WORDS, RECEIPT_WORDS]) {
      assertNamed('docs/attribution.md', Object.keys(words));
    }
  });

  test('every command and option is in docs/cli.md', () => {
    const text = read('docs/cli.md');
    const visit = (command: Command, path: string) => {
      if (command.commands.length === 0) assert.ok(text.includes(`\`${path}`), `docs/cli.md does not name ${path}`);
      for (const option of command.options) {
        assert.ok(text.includes(`\`${option.long}\``), `docs/cli.md does not name ${option.long} of ${path}`);
      }
      for (const inner of command.commands) visit(inner, `${path} ${inner.name()}`);
    };
    visit(createProgram(), 'clickstitch');
  });

  test('every route is in docs/api.md', () => {
    const native = Object.entries(describedPaths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => {
        const named = path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
        return `${method.toUpperCase()} ${named}`;
      }),
    );
    const others = ['POST /e', 'GET /tag.js', 'GET /go/CODE', 'GET /receipts/TOKEN', 'GET /healthz', 'GET /readyz'];
    assertNamed('docs/api.md', [
      ...native,
      ...others,
      'POST /e/visitor',
      'GET /tag.core.js',
      'GET /integrity.json',
      'GET /openapi.json',
      'GET /docs',
    ]);
  });

  test('every path of a vendor’s API is in docs/dialects.md', () => {
    const text = read('docs/dialects.md');
    for (const { routes } of dialects)
      for (const { path } of routes) assert.ok(text.includes(path) || text.includes(path.replace(/:\w+/, '')), path);
  });
});

describe('documents can be followed', () => {
  test('every npm command that they name exists', () => {
    const scripts = globSync(['package.json', 'packages/*/package.json'], { cwd: ROOT }).flatMap((path) =>
      Object.keys((JSON.parse(read(path)) as { scripts?: object }).scripts ?? {}),
    );
    for (const document of DOCUMENTS) {
      for (const [, verb = ''] of read(document).matchAll(/(?:^|`)npm (?:run )?(?:-\w+ )*([\w:]+)/gm)) {
        if (['i', 'install', 'ci', 'scripts'].includes(verb)) continue;
        assert.ok(scripts.includes(verb), `${document} names npm ${verb}, which package.json does not have`);
      }
    }
  });

  test('every link and picture leads to a file', () => {
    for (const document of DOCUMENTS) {
      for (const [, target = ''] of read(document).matchAll(/\]\(([^)\s]+)\)/g)) {
        const [path = ''] = target.split('#');
        if (/^[a-z]+:/.test(target) || path === '') continue;
        assert.ok(
          existsSync(join(ROOT, dirname(document), path)),
          `${document} points to ${target}, which is not there`,
        );
      }
    }
  });

  test('no file is left over that no document or index names', () => {
    for (const document of DOCUMENTS.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md')) {
      assert.ok(
        read('docs/README.md').includes(document.slice('docs/'.length)),
        `docs/README.md does not name ${document}`,
      );
    }
  });
});
