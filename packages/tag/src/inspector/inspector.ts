import { neverThrows } from '../browser/never-throws.ts';
import type { Feature } from '../features/feature.ts';
import { createHistory } from './history.ts';
import { isAskedFor } from './is-asked-for.ts';
import { createHost, type Host } from './panel/host.ts';
import { createPanel } from './panel/panel.ts';
import type { View } from './panel/view.ts';
import { watchCalls } from './watch-calls.ts';
import { watchNotes } from './watch-notes.ts';
import { watchPolicy } from './watch-policy.ts';

/** What happens together is painted together; in ms. */
const paintMs = 50;

/**
 * Shows in the page what the tag does: each call, what became of it and why, the visitor, and what is wrong. Only where the
 * page's URL asks for it by `clickstitch_debug=1`. Whatever breaks in here is neither the page's nor the tag's.
 */
export const inspector: Feature = (tag) => {
  const { _page } = tag;
  if (!isAskedFor(_page)) return;
  const onError = (error: unknown) => _page.console.debug('Clickstitch inspector:', error);
  let isDue = false;
  let panel: View | undefined;
  let host: Host | undefined;

  const paint = neverThrows(() => {
    isDue = false;
    if (_page.document.readyState === 'loading') return;
    panel ??= createPanel(history, { tag, refusedBy });
    host ??= createHost(_page, panel.element);
    host.show();
    panel.update();
  }, onError);
  const onChange = () => {
    if (!isDue) _page.setTimeout(paint, paintMs);
    isDue = true;
  };
  /** No goal is reached by a click in here. */
  const isOwnAct = () => {
    const { event } = _page as { event?: Event };
    return /click|submit/.test(event?.type ?? '') && !!host?.isPartOf(event as Event);
  };

  const history = createHistory(Date.now, onChange);
  const refusedBy = watchPolicy(tag, onChange);
  watchNotes(tag, history, watchCalls(tag, history, isOwnAct, onError), onError);
  tag._onConsent.push(onChange);
  _page.document.addEventListener('DOMContentLoaded', onChange);
  onChange();
};
