import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createFakePage } from '../../test/fake-page.ts';
import { watchViews } from './watch-views.ts';

function createSetup({ hasNavigation = false, isHashPage = false, firstUrl = 'https://shop.example/' } = {}) {
  const page = createFakePage({ hasNavigation });
  const views: [url: string, isAgain: boolean][] = [];
  watchViews(page.window, firstUrl, isHashPage, (at, url, isAgain = false) => {
    assert.ok(Math.abs(Date.now() - at) < 1000);
    views.push([url.replace('https://shop.example', ''), isAgain]);
  });
  return { ...page, views, urls: () => views.map(([url]) => url) };
}

for (const hasNavigation of [true, false]) {
  describe(`views ${hasNavigation ? 'with' : 'without'} the Navigation API`, () => {
    it('are told for each page that is shown, and the first is not one of them', () => {
      const { go, urls } = createSetup({ hasNavigation });
      assert.deepEqual(urls(), []);
      go('/a');
      go('/b?x=1', 'replaceState');
      go('/a', 'popstate');
      go('/b?x=2');
      assert.deepEqual(urls(), ['/a', '/b?x=1', '/a', '/b?x=2']);
    });

    it('are told once, however often the router says the same', () => {
      const { go, urls } = createSetup({ hasNavigation });
      go('/');
      go('/a');
      go('/a', 'replaceState');
      go('/a', 'popstate');
      assert.deepEqual(urls(), ['/a']);
    });

    it('are not told of fragments, unless the site has its pages there', () => {
      const { go, urls } = createSetup({ hasNavigation });
      go('/#top');
      go('/#/next', 'hashchange');
      assert.deepEqual(urls(), []);
      go('/a#top');
      go('/a#down');
      assert.deepEqual(urls(), ['/a#top']);

      const hash = createSetup({ hasNavigation, isHashPage: true });
      hash.go('/#/one', 'hashchange');
      hash.go('/#/one');
      hash.go('/#/two');
      assert.deepEqual(hash.urls(), ['/#/one', '/#/two']);
    });

    it('begin with where a router has been quicker than the script', () => {
      assert.deepEqual(createSetup({ hasNavigation, firstUrl: 'https://shop.example/?gclid=1' }).urls(), ['/']);
      assert.deepEqual(createSetup({ hasNavigation, firstUrl: 'https://shop.example/#top' }).urls(), []);
    });

    it('are told again when the browser brings a page back that it has kept', () => {
      const { tell, go, views } = createSetup({ hasNavigation });
      tell(Object.assign(new Event('pageshow'), { persisted: false }));
      assert.deepEqual(views, []);
      go('/a');
      tell(Object.assign(new Event('pageshow'), { persisted: true }));
      assert.deepEqual(views, [
        ['/a', false],
        ['/a', true],
      ]);
    });
  });
}

describe('the history', () => {
  it('is left as it is where there is the Navigation API', () => {
    const { window } = createFakePage({ hasNavigation: true });
    const { pushState, replaceState } = window.history;
    watchViews(window, 'https://shop.example/', false, () => {});
    assert.deepEqual([window.history.pushState, window.history.replaceState], [pushState, replaceState]);
  });

  it("else does its own work first, with its own this, and all of the router's arguments", () => {
    const { window } = createFakePage();
    const order: unknown[] = [];
    window.history.pushState = function (...args: unknown[]) {
      order.push(this === window.history, ...args);
      window.location.href = 'https://shop.example/a';
    };
    watchViews(window, 'https://shop.example/', false, (_, url) => order.push(url));
    const state = { step: 1 };
    window.history.pushState(state, 'title', '/a');
    assert.deepEqual(order, [true, state, 'title', '/a', 'https://shop.example/a']);
  });

  it('lets its own errors through to the router, which may expect them', () => {
    const { window } = createFakePage();
    window.history.pushState = () => {
      throw new DOMException('too many', 'SecurityError');
    };
    const views: string[] = [];
    watchViews(window, 'https://shop.example/', false, (_, url) => views.push(url));
    assert.throws(() => window.history.pushState(null, '', '/a'), { name: 'SecurityError' });
    assert.deepEqual(views, []);
  });
});
