import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createForwarded } from './forwarded.ts';

/** A page whose storage holds that. */
function createPage(text?: string) {
  let kept = text ?? null;
  const localStorage = {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
    removeItem: () => {
      kept = null;
    },
  } as unknown as Storage;
  return { localStorage, kept: () => kept };
}

it('is known by the next page', () => {
  const page = createPage();
  const first = createForwarded(page);
  assert.equal(first.has('fbq purchase.A-1'), false);
  first.add('fbq purchase.A-1');
  for (const forwarded of [first, createForwarded(page)]) {
    assert.equal(forwarded.has('fbq purchase.A-1'), true);
    assert.equal(forwarded.has('ttq purchase.A-1'), false);
  }
});

it('is forgotten when it must be, but by the page itself', () => {
  const page = createPage();
  const forwarded = createForwarded(page);
  forwarded.add('fbq purchase.A-1');
  forwarded.forget();
  assert.equal(page.kept(), null);
  assert.equal(forwarded.has('fbq purchase.A-1'), true);
  assert.equal(createForwarded(page).has('fbq purchase.A-1'), false);
});

it('keeps the last hundred', () => {
  const page = createPage();
  for (let count = 0; count < 105; count++) createForwarded(page).add(`${count}`);
  const kept = JSON.parse(page.kept() ?? '');
  assert.deepEqual([kept.length, kept[0], kept.at(-1)], [100, '5', '104']);
});

it('begins anew with what it cannot read', () => {
  for (const text of ['{', 'null', '7', '"fbq"', '{"a":1}']) {
    const page = createPage(text);
    const forwarded = createForwarded(page);
    assert.equal(forwarded.has('a'), false);
    forwarded.add('a');
    assert.equal(createForwarded(page).has('a'), true);
  }
});

it('is known by this page where nothing can be stored', () => {
  const localStorage = new Proxy({} as Storage, { get: () => assert.fail('no storage') });
  const forwarded = createForwarded({ localStorage });
  assert.equal(forwarded.has('a'), false);
  forwarded.add('a');
  assert.equal(forwarded.has('a'), true);
  forwarded.forget();
  assert.equal(createForwarded({ localStorage }).has('a'), false);
});
