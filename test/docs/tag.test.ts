import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { reportsConversion } from '../../packages/collector/src/domain/conversion.ts';
import { clickIds, ownClickId } from '../../packages/tag/src/arrival/click-ids.ts';
import { returnHosts } from '../../packages/tag/src/arrival/return-hosts.ts';
import { words } from '../../packages/tag/src/arrival/words.ts';
import { stub } from '../../packages/tag/src/stub.ts';
import { wordsOfPattern } from './words-of-pattern.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TAG = join(ROOT, 'packages/tag');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const source = (path: string) => read(`packages/tag/src/${path}`);

const readme = read('packages/tag/README.md');
const { 'size-limit': limits, exports } = JSON.parse(read('packages/tag/package.json')) as {
  'size-limit': { path: string }[];
  exports: Record<string, unknown>;
};

/** The part of a document below a heading, up to the next of its rank. */
function below(text: string, heading: string): string {
  const [, rest = ''] = text.split(`\n${heading}\n`);
  assert.ok(rest, `no heading ${heading}`);
  return rest.split(new RegExp(`^#{1,${heading.indexOf(' ')}} `, 'm'))[0] ?? '';
}

/** The cells of each row of a part's first table, but its head. */
function rowsOf(part: string): string[][] {
  const [table = ''] = /(?:^\|.*\n)+/m.exec(part) ?? [];
  const lines = table.trim().split('\n').slice(2);
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands in backticks. */
const namesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const firstNames = (part: string) => rowsOf(part).map(([first = '']) => namesIn(first)[0]?.replace(/\(.*/, ''));

/** The body of an interface, or whatever else begins so and ends in a line of its own. */
function bodyOf(path: string, beginning: string): string {
  const [, rest] = source(path).split(beginning);
  assert.ok(rest, `${path} has no ${beginning}`);
  return rest.split(/\n\}|;\n\n/)[0] ?? '';
}

const membersOf = (path: string, name: string) => [
  ...new Set([...bodyOf(path, `interface ${name} `).matchAll(/^ {2}(\w+)\??[(:<]/gm)].map(([, member]) => member)),
];

/** The words of a regular expression that a file has, told by how it begins. */
function patternIn(path: string, beginning: string): string[] {
  const rest = source(path).split(beginning)[1];
  assert.ok(rest, `${path} has no ${beginning}`);
  return wordsOfPattern(rest.slice(0, closing(rest)));
}

/** Where the group ends in which a text begins. */
function closing(text: string): number {
  let depth = 1;
  return [...text].findIndex((character) => {
    depth += Number(character === '(') - Number(character === ')');
    return depth === 0;
  });
}

const sorted = (names: Iterable<string | undefined>) => [...names].sort();

function same(stated: Iterable<string | undefined>, actual: Iterable<string | undefined>): void {
  assert.deepEqual(sorted(stated), sorted(actual));
}

describe('what the documents name of the tag', () => {
  const events = [...bodyOf('events/standard-events.ts', 'interface StandardEvents {').matchAll(/^ {2}(\w+): (.*)$/gm)];

  test('every option of init, each with its attribute, and no other', () => {
    const rows = rowsOf(below(readme, '## Settings')).map(([option = '', attribute = '']) => [option, attribute]);
    const options = membersOf('api.ts', 'InitOptions');
    assert.ok(options.length > 10);
    same(
      rows.map((row) => row.join()),
      options.map(
        (name = '') => `\`${name}\`,\`data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\``,
      ),
    );
  });

  test('every verb, in the README and in the stub', () => {
    const verbs = membersOf('api.ts', 'Api');
    same(firstNames(below(readme, '## Use')), verbs);
    const [, stubbed = '[]'] = /const m of\s*(\[.*?\])/.exec(stub) ?? [];
    same(JSON.parse(stubbed), verbs);
  });

  test('every verdict of debug', () => {
    const verdicts = bodyOf('browser/note.ts', 'export type Verdict =').matchAll(/\| '(\w+)'/g);
    same(
      rowsOf(below(read('docs/install.md'), '## Check that it works')).flatMap(([first = '']) => namesIn(first)),
      [...verdicts].map(([, verdict]) => verdict),
    );
  });

  test('every standard event, with what it must have, and what the collector makes of it', () => {
    const rows = rowsOf(below(readme, '### Standard events'));
    same(
      rows.map(([name = '', , needed = '']) => [...namesIn(name), ...namesIn(needed).sort()].join()),
      events.map(([, name, type = '']) => {
        const own = [...type.matchAll(/(\w+): /g)].map(([, field]) => field);
        return [name, ...sorted(type.startsWith('Valued') ? [...own, 'value', 'currency'] : own)].join();
      }),
    );
    const told = rowsOf(below(read('docs/events.md'), '## Standard events'));
    same(
      told.map(([name = '', , outcome = '']) => `${namesIn(name)[0]} ${/\bclaim\b/.test(outcome)}`),
      events.map(([, name = '']) => `${name} ${reportsConversion(name, undefined)}`),
    );
  });

  test('which events are kept until they have arrived', () => {
    const [, kept = ''] = /and any (`purchase`[^.]*), is\s+kept/.exec(below(readme, '### Standard events')) ?? [];
    const conversions = patternIn('features/outbox.ts', 'conversions = /^(');
    assert.ok(conversions.includes('purchase'));
    same(namesIn(kept), conversions);
  });

  test('every field of an event and of an item', () => {
    const part = below(readme, '### Standard events');
    const fields = rowsOf(part.slice(part.indexOf('| field |')));
    same(
      fields.flatMap(([name = '']) => namesIn(name)),
      membersOf('events/standard-events.ts', 'TrackProps'),
    );
    const [items = ''] = fields.flatMap(([name, meaning]) => (name === '`items`' ? [meaning] : []));
    same(namesIn(items), membersOf('events/standard-events.ts', 'Item'));
  });

  test('every click id and id of an ad', () => {
    const [, campaign = ''] = /\*\*Campaign:\*\*([\s\S]*?)\n- /.exec(readme) ?? [];
    const ads = patternIn('arrival/campaign.ts', 'isWhole && /^(');
    assert.ok(ads.includes('adset_id'));
    same(namesIn(campaign), ['utm_*', ownClickId, ...words(clickIds), ...ads]);
  });

  test('every host that one comes back from', () => {
    const [, site = ''] = /\*\*Another site:\*\*([\s\S]*?)\n\n/.exec(readme) ?? [];
    const hosts = wordsOfPattern(returnHosts.source.replace('(^|\\.)', ''));
    for (const host of hosts) assert.match(host, returnHosts);
    same(namesIn(site), hosts);
  });

  test('every parameter that names a person', () => {
    const [, never = ''] = /Never stored and never sent[^:]*:([\s\S]*?), with which/.exec(readme) ?? [];
    const never_sent = patternIn('arrival/scrub-url.ts', '/\\b(').filter((name) => name !== 'cs_link');
    same(namesIn(never), never_sent);
  });

  test('every cookie of others that is read', () => {
    const cookies = patternIn('features/vendor-ids.ts', '(?:^|; )(');
    assert.ok(cookies.includes('_ga_<ID>'));
    const [, inReadme = ''] = /`vendor_ids` \|[^:]*:(.*)/.exec(readme) ?? [];
    same(namesIn(inReadme), cookies);
    const rows = rowsOf(below(read('docs/cookies.md'), '## What the tag reads'));
    same(
      rows.flatMap(([names = '']) => namesIn(names)),
      cookies,
    );
  });

  test('every consent that is read of Consent Mode', () => {
    const read = source('extra/consent-signals.ts').matchAll(/'(a\w+_\w+)'/g);
    const [, inReadme = ''] =
      /as `gtag\('consent', …\)` puts\s+it\s+on\s+the\s+`dataLayer`:([^;]*)\. Of several/.exec(readme) ?? [];
    same(
      namesIn(inReadme).filter((name) => name.includes('_')),
      new Set([...read].map(([, name]) => name)),
    );
  });

  test('every sign of a bot', () => {
    const [, known = ''] = /bot_signals: \[([^\]]*)\]/.exec(source('features/bot-signals.ts')) ?? [];
    const signs = [...known.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    assert.ok(signs.length > 0);
    const [, inReadme = ''] = /`bot_signals` \|[^:]*:(.*)/.exec(readme) ?? [];
    same(namesIn(inReadme), signs);
  });
});

describe('what the documents say of the package', () => {
  test('every bundle is in the README, has a limit, and can be imported', () => {
    const bundles = limits.map(({ path }) => path.replace('dist/', ''));
    same(firstNames(below(readme, '## Which bundle')), bundles);
    same(
      Object.keys(exports).filter((path) => path.endsWith('.js')),
      bundles.map((name) => `./${name}`),
    );
  });

  test('the sizes in the README are those of the build', () => {
    execFileSync(process.execPath, ['sizes.js', '--check'], { cwd: TAG, stdio: 'pipe', encoding: 'utf8' });
  });

  test('every room is in the README', () => {
    const rooms = globSync('*/', { cwd: join(TAG, 'src') }).map((room) => room.replace(/\/?$/, '/'));
    same(
      firstNames(below(readme, '## Develop')),
      rooms.filter((room) => !/^(affonso|whop)\/$/.test(room)),
    );
  });

  test('the snippet, and what a policy must say of it, are those of today', () => {
    const hash = createHash('sha256').update(stub).digest('base64');
    assert.ok(read('docs/content-security-policy.md').includes(`'sha256-${hash}'`), `sha256-${hash}`);
    assert.ok(read('docs/install.md').includes(`<script>${stub}</script>\n`));
  });
});
