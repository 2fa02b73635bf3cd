import type { Tag } from '../features/feature.ts';
import { outboxKeys } from '../features/outbox.ts';
import { type Entry, failuresOf, noAnswer, verdictOf } from './entry.ts';

/** What holds for all calls at a time, and may make their reasons other ones later. */
export interface Situation {
  readonly tag: Tag;
  /** The directive of the page's Content-Security-Policy that has refused the collector. */
  readonly refusedBy: () => string | undefined;
}

/** Why calls wait. */
export function holdReason({ tag }: Situation): string {
  const { _page, _options, _may } = tag;
  if (_may('analytics') || _options.cookieless)
    return 'The tag has not begun: it waits for a part of it that is still to come.';
  return '__tcfapi' in _page
    ? 'Consent to analytics is denied, or the consent tool has not answered yet. It goes when consent is given.'
    : 'Consent to analytics is denied. It goes when consent is given.';
}

/** Why a request met no answer. */
export function noAnswerReason({ tag, refusedBy }: Situation): string {
  const directive = refusedBy();
  if (directive) return `Blocked by the page's Content-Security-Policy: ${directive}.`;
  if (tag._page.navigator.onLine === false) return 'The browser is offline.';
  return 'Blocked or offline: no answer came. A content blocker, a wrong address, or no connection.';
}

/** Why the verdict on an entry is what it is, in words; empty where it says all. */
export function reasonOf(entry: Entry, situation: Situation): string {
  const verdict = verdictOf(entry);
  const why = entry.happened.filter(({ what }) => what === verdict).slice(-1)[0]?.why;
  const failed = entry.happened.filter(({ what }) => what === 'failed').slice(-1)[0]?.why;
  const failure = failed === noAnswer ? noAnswerReason(situation) : (failed ?? '');
  const times = failuresOf(entry);
  const often = times === 1 ? 'once' : `${times} times`;
  const after = times > 0 ? ` It had failed ${often}.` : '';
  const isKept = verdict === 'given_up' && outboxKeys(situation.tag._page).includes(`_cst:${entry.event?.id}`);
  switch (verdict) {
    case 'held':
      return holdReason(situation);
    case 'waiting':
      return 'On its way, with others of the same moment.';
    case 'failed':
      return entry.event ? `${failure} Failed ${often}; it is tried again.` : failure;
    case 'given_up':
      return `${failure} Given up after it had failed ${often}${isKept ? '; the next page tries it again' : ''}.`;
    case 'taken':
      return `${why ?? ''}${after}`.trim();
    case 'sent':
      return `Handed to the browser as a beacon; nobody hears what became of it.${after}`;
    default:
      return why ?? '';
  }
}
