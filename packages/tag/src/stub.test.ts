import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { stub } from './stub.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

it('is what the snippet and the README show', () => {
  const snippet = `<script>${stub}</script>\n<script async src="{{ENDPOINT}}/tag.js" data-key="{{KEY}}"></script>\n`;
  assert.equal(read('snippet.html'), snippet);
  const filled = snippet.replace('{{ENDPOINT}}', 'https://c.example.com').replace('{{KEY}}', 'pk_live_…');
  assert.ok(read('README.md').includes(filled));
});

it('queues calls with their time and URL', () => {
  const window: Record<string, never> = {};
  const context = { window, location: { href: 'https://a.example/1' } };
  runInNewContext(stub, context);
  runInNewContext(
    `const early = window.track; location.href = 'https://a.example/2';
     early('purchase', { order_id: 'A-1' }); window.clickstitch.identify('user_1', { email: 'a@b.example' });`,
    context,
  );
  const { q, l } = JSON.parse(JSON.stringify(window['clickstitch']));
  assert.equal(l[1], 'https://a.example/1');
  assert.deepEqual(
    q.map(([at, ...call]: [number]) => [Math.abs(at - Date.now()) < 5000, ...call]),
    [
      [true, 'https://a.example/2', 'track', ['purchase', { order_id: 'A-1' }]],
      [true, 'https://a.example/2', 'identify', ['user_1', { email: 'a@b.example' }]],
    ],
  );
});

it("leaves the page's own track, and a stub that is there, alone", () => {
  const track = () => {};
  const window: { track: unknown; clickstitch?: unknown } = { track };
  const context = { window, location: { href: '' } };
  runInNewContext(stub, context);
  const { clickstitch } = window;
  runInNewContext(stub, context);
  assert.equal(window.track, track);
  assert.equal(window.clickstitch, clickstitch);
});
