import type { Tag } from '../features/feature.ts';
import { plain } from './plain.ts';
import type { Facts } from './visitor-facts.ts';

/** How the tag was set up in this page, and what of it is there. */
export function tagFacts({ _page, _options, _url, _isOpen, _toStore }: Tag): Facts {
  const { key } = _options;
  const files = _page.performance
    .getEntriesByType('resource')
    .map(({ name }) => name.split(/[?#]/)[0] as string)
    .filter((name) => name.startsWith(_url.slice(0, -1)) && name.endsWith('.js'))
    .map((name) => name.slice(_url.length - 1));
  return {
    endpoint: _url,
    key,
    kind_of_key: /_test_/.test(key) ? 'test: what is sent stays in the test workspace' : 'live',
    state: _isOpen() ? 'takes events' : 'holds calls',
    tag_extra: _toStore ? 'loaded' : 'not loaded',
    files: [...new Set(files)],
    settings: plain({ ..._options, key: undefined }),
  };
}
