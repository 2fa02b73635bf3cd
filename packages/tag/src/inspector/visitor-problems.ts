import { copiesOf } from './cookie-copies.ts';
import { verdictOf } from './entry.ts';
import type { FindProblems } from './problem.ts';
import { cookieRefused } from './watch-notes.ts';

/** A clock that is off by less than this is nobody's concern: the collector puts it right. In ms. */
const maxAheadMs = 5 * 60_000;

/** What is wrong with what is stored of the visitor, and what holds their calls back. */
export const visitorProblems: FindProblems = (entries, { tag }, say) => {
  const { _may, _isOpen, _visitor, _cookie } = tag;
  const held = entries.filter((entry) => verdictOf(entry) === 'held').length;
  const calls = held === 1 ? 'A call is' : `${held} calls are`;
  if (held > 0 && !_may('analytics')) {
    say(
      `${calls} held for consent`,
      'Analytics is denied. Say clickstitch.consent("granted") once the visitor has agreed.',
    );
  } else if (held > 0 && !_isOpen()) {
    say(`${calls} held for the start`, 'A part of the tag has not come yet, or could not be loaded.');
  }

  const hasHappened = (what: string, why: string) =>
    entries.some(({ happened }) => happened.some((one) => one.what === what && one.why?.startsWith(why)));
  if (hasHappened('not_stored', cookieRefused)) {
    say(
      'The browser refuses the cookie',
      'Cookies are blocked, or cookieDomain is not this site’s own. On each page it is another visitor.',
    );
  }
  if (hasHappened('not_stored', 'The browser did not keep')) {
    say('The browser keeps no conversions', 'Its storage is blocked or full, so one that fails is lost with the page.');
  }
  if (_may('analytics') && copiesOf(tag).length > 1) {
    say('The cookie is there on several domains', 'The newest counts. Say the same cookieDomain on all pages.');
  }
  const writtenAt = _may('analytics') ? _cookie._read().ts : 0;
  const latest = Math.max(Number(_visitor().last?.occurred_at ?? 0), writtenAt ?? 0);
  if (hasHappened('refused', 'too_old') || latest > Date.now() + maxAheadMs) {
    say(
      'The clock of this device is wrong, or was',
      'Events go out with its time. Set it, and delete the cookie _cst.',
    );
  }
};
