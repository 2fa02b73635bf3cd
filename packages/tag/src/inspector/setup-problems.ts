import { verdictOf } from './entry.ts';
import type { FindProblems } from './problem.ts';
import { reasonOf } from './situation.ts';

/** What is wrong with how the tag was put into the page. */
export const setupProblems: FindProblems = (entries, situation, say) => {
  const { _page, _options, _url, _verbs } = situation.tag;
  const { key, beforeSend } = _options;

  if (/(^|_)sk_/.test(key)) {
    say(
      'This is a secret key',
      'Take one that begins with cs_pk_, and revoke this one: whoever saw the page knows it.',
    );
  }
  const isFunction = typeof (_page as unknown as Record<string, unknown>)[`${beforeSend}`] === 'function';
  if (typeof beforeSend === 'string' && !isFunction) {
    say(
      `beforeSend names ${beforeSend}, which is no function`,
      'Every event is dropped. Define it as a global function before the tag begins.',
    );
  }

  const { origin } = new URL(_url, _page.location.href);
  const scripts = Array.from(_page.document.querySelectorAll<HTMLScriptElement>('script[src]'), ({ src }) => src);
  const tags = scripts.filter((src) => src.startsWith(origin) && /\/tag(\.core)?(\.\w{12})?\.js(\?|$)/.test(src));
  if (tags.length > 1) say(`The tag is in the page ${tags.length} times`, 'Only the first works. Take the others out.');

  for (const entry of entries) {
    const { verb, name } = entry;
    if (verb !== 'tag' && !(verb in _verbs)) {
      const known = Object.keys(_verbs).filter((one) => one !== 'hashed');
      say(`There is no verb ${verb}`, `There are ${known.join(', ')}.`);
    } else if (verdictOf(entry) === 'error') {
      say(`${name} broke`, reasonOf(entry, situation));
    }
  }
};
