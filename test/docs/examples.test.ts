import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, startCollector } from '../collector.ts';
import { conforming } from '../openapi/conforming.ts';

/**
 * Runs every example of the documents that calls the collector, as a reader would paste it, each document's in their order
 * and in one shell. Each must succeed, and answer as the OpenAPI document says.
 */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
/** Where the examples say that the collector is. */
const HOSTS = /https?:\/\/(localhost:8787|collector\.example)(?=[/"'\s])/g;

const CURL = process.env['TEST_CURL'] ?? 'curl';

/** In place of `curl`: the same, and a line of what it sent and got, behind the body in a file of its own. */
const NOTING = `
curl() {
  local at=$(ls "$NOTES" | wc -l)
  command "$CURL" -sS -o "$NOTES/$at.body" -w '%{method} %{http_code} %{url_effective}' "$@" > "$NOTES/$at.line"
  mv "$NOTES/$at.line" "$NOTES/$at.txt" && cat "$NOTES/$at.body"
}
`;

interface Sent {
  method: string;
  status: number;
  url: URL;
  body: string;
}

const documents = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md'], { cwd: ROOT })
  .map((name) => ({ name, blocks: blocksOf(readFileSync(join(ROOT, name), 'utf8')) }))
  .filter(({ blocks }) => blocks.length > 0);

describe('examples in the documents', () => {
  assert.ok(documents.length > 2);
  for (const { name, blocks } of documents) {
    test(`${name}: ${blocks.length} work as they are printed`, async () => {
      for (const { method, status, url, body } of await sentBy(blocks)) {
        const what = `${name}: ${method} ${url.pathname} answered ${status}: ${body}`;
        assert.ok(status >= 200 && status < 400, what);
        const isNative = url.pathname.startsWith('/v1/') && !('error' in JSON.parse(body || '{}'));
        if (isNative) conforming({ method, path: url.pathname, status, body: JSON.parse(body) });
      }
    });
  }
});

/** Shell examples that send something to the collector. */
function blocksOf(text: string): string[] {
  return [...text.matchAll(/^[ ]*```sh\n([\s\S]*?)^[ ]*```/gm)]
    .map(([, block = '']) => block)
    .filter((block) => /\bcurl\b/.test(block) && !/\b(npm|docker|apt)\b/.test(block));
}

async function sentBy(blocks: readonly string[]): Promise<Sent[]> {
  const database = await createDatabase();
  const collector = await startCollector(database);
  const notes = await mkdtemp(join(tmpdir(), 'clickstitch-'));
  try {
    const script = join(notes, '..', `${notes.split('/').at(-1)}.sh`);
    await writeFile(script, ['set -eu', NOTING, ...blocks].join('\n').replaceAll(HOSTS, collector.url));
    const { secret_key, publishable_key } = database.keys;
    const env = {
      ...process.env,
      NOTES: notes,
      CURL,
      CLICKSTITCH_URL: collector.url,
      SECRET_KEY: secret_key,
      PUBLISHABLE_KEY: publishable_key,
    };
    await run('bash', [script], { env });
    await rm(script);
    const sent = globSync('*.txt', { cwd: notes }).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    return await Promise.all(sent.map((file) => readSent(notes, file)));
  } finally {
    await rm(notes, { recursive: true, force: true });
    await collector.kill();
    await database.remove();
  }
}

async function readSent(notes: string, file: string): Promise<Sent> {
  const [method = '', status, url] = (await readFile(join(notes, file), 'utf8')).split(' ');
  const body = await readFile(join(notes, file.replace('.txt', '.body')), 'utf8');
  return { method, status: Number(status), url: new URL(url ?? ''), body };
}
