import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Contender } from './contender.ts';

/** What `tag.js` fetches by itself, where it needs it. */
const PARTS = ['tag.extra', 'tag.linker', 'tag.checkout', 'tag.interop', 'tag.capture', 'inspector'];

const snippet = readPackage('snippet.html');

/** Our tag, by the snippet, on a host. */
export function ours(name: string, host: string): Contender {
  const parts = PARTS.map((part): [string, string] => {
    const text = readPackage(`dist/${part}.js`);
    return [`/${part}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js`, text];
  });
  return {
    name,
    host,
    scripts: new Map([['/tag.js', readPackage('dist/tag.js')], ...parts]),
    head: (origin) => snippet.replace('{{ENDPOINT}}', origin).replace('{{KEY}}', 'pk_live_bench'),
    isPageView: ({ path, body }) => path === '/e' && body.includes('"name":"page_view"'),
  };
}

function readPackage(path: string): string {
  return readFileSync(new URL(`../../packages/tag/${path}`, import.meta.url), 'utf8');
}
