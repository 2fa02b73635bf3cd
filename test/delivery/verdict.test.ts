import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openBook, type RoundBook } from './round-book.ts';
import type { Stored } from './stored.ts';
import { isKept, judgeRound, storyOf, sumOf } from './verdict.ts';

const call = (name: string, nonce: string, has_tag = true, is_kept = true) =>
  ({ did: 'call', name, nonce, at: 1, has_tag, is_kept }) as const;

function stored(conversions: Record<string, number>, events: Record<string, number> = conversions): Stored {
  return { conversions: new Map(Object.entries(conversions)), events: new Map(Object.entries(events)), page_views: 1 };
}

function bookOf(...entries: Parameters<RoundBook['enter']>[0][]): RoundBook {
  const book = openBook('round1.shop.test');
  for (const entry of entries) book.enter(entry);
  return book;
}

describe('the verdict on a round', () => {
  it('finds what is missing, and tells its story', () => {
    const book = bookOf(call('lead', 'lead-1'), call('purchase', 'purchase-2'));
    const verdict = judgeRound(book, 0, stored({ 'lead-1': 1 }));
    assert.equal(verdict.conversions, 2);
    assert.equal(verdict.conversions_lost, 1);
    assert.equal(isKept(verdict), false);
    assert.match(storyOf(book, stored({ 'lead-1': 1 })), /purchase-2: 0 conversions, 0 events; owed/);
  });

  it('finds what is counted twice, and what has come under two ids', () => {
    const book = bookOf(call('lead', 'lead-1'), call('lead', 'lead-2'), call('lead', 'lead-3'));
    const found = stored({ 'lead-1': 2, 'lead-2': 1, 'lead-3': 1 }, { 'lead-1': 1, 'lead-2': 2, 'lead-3': 1 });
    const verdict = judgeRound(book, 0, found);
    assert.equal(verdict.doubled, 2);
    assert.equal(verdict.conversions_lost, 0);
    assert.equal(isKept(verdict), false);
  });

  it('is content where all is there once', () => {
    const book = bookOf(call('lead', 'lead-1'), call('purchase', 'purchase-2'), call('purchase', 'purchase-2'));
    const verdict = judgeRound(book, 0, stored({ 'lead-1': 1, 'purchase-2': 1 }));
    assert.equal(verdict.conversions, 2, 'a page that is loaded again reports the same order');
    assert.ok(isKept(verdict));
  });

  it('excuses what was not on disk when the browser was killed, and nothing that was', () => {
    const book = bookOf(call('lead', 'lead-1'), call('lead', 'lead-2'));
    book.life += 1;
    book.enter(call('lead', 'lead-3'));
    book.restart(new Set(['lead-2']));
    const verdict = judgeRound(book, 1, stored({}));
    assert.equal(verdict.killed_before_stored, 1);
    assert.equal(verdict.conversions_lost, 2);
    assert.equal(judgeRound(book, 1, stored({ 'lead-2': 1, 'lead-3': 1 })).survived_kill, 1);
  });

  it('excuses nothing that the tag has not put into the storage, or has taken out', () => {
    const book = bookOf(
      call('lead', 'lead-1'),
      { did: 'remove', nonce: 'lead-1' },
      call('lead', 'lead-2', true, false),
    );
    book.life += 1;
    book.restart(new Set());
    assert.equal(judgeRound(book, 1, stored({})).conversions_lost, 2);
  });

  it('excuses what the page called before it had the tag, unless it came to have it', () => {
    const book = bookOf(call('lead', 'lead-1', false, false), call('lead', 'lead-2', false, false));
    book.enter({ did: 'begin', nonce: 'lead-2', is_kept: true });
    const verdict = judgeRound(book, 0, stored({}));
    assert.equal(verdict.without_tag, 1);
    assert.equal(verdict.conversions_lost, 1);
  });

  it('counts views and other events that are missing, which is no fault', () => {
    const view = { did: 'view', url: 'http://round1.shop.test/', is_restored: false } as const;
    const book = bookOf(view, { ...view, is_restored: true }, call('looked', 'looked-1'));
    const verdict = judgeRound(book, 0, stored({}));
    const { page_views, page_views_lost, restored, events, events_lost } = sumOf([verdict, verdict]);
    assert.deepEqual([page_views, page_views_lost, restored, events, events_lost], [4, 2, 2, 2, 2]);
    assert.ok(isKept(verdict));
  });
});
