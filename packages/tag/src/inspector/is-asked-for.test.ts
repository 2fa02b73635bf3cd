import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PageWindow } from '../browser/page-window.ts';
import { isAskedFor } from './is-asked-for.ts';

function pageAt(href: string, loaded = href): PageWindow {
  const performance = { getEntriesByType: () => [{ name: loaded }] };
  return { location: { href }, performance } as unknown as PageWindow;
}

describe('the inspector is asked for', () => {
  it('by the word in the query, alone or with a yes', () => {
    for (const query of [
      '?clickstitch_debug=1',
      '?a&clickstitch_debug=true#b',
      '?clickstitch_debug',
      '?clickstitch_debug=&c',
    ]) {
      assert.equal(isAskedFor(pageAt(`https://a.example/${query}`)), true, query);
    }
  });

  it('by the page that was loaded, where a router has cleaned the address', () => {
    assert.equal(isAskedFor(pageAt('https://a.example/', 'https://a.example/?clickstitch_debug=1')), true);
  });

  it('by nothing else', () => {
    for (const query of [
      '',
      '?clickstitch_debug=0',
      '?clickstitch_debug=10',
      '?x_clickstitch_debug=1',
      '?a=clickstitch_debug=1',
    ]) {
      assert.equal(isAskedFor(pageAt(`https://a.example/${query}`)), false, query);
    }
  });
});
