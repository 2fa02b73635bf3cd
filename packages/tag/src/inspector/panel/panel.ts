import { neverThrows } from '../../browser/never-throws.ts';
import type { History } from '../history.ts';
import { problems } from '../problems.ts';
import { consentCalls, report } from '../report.ts';
import type { Situation } from '../situation.ts';
import { tagFacts } from '../tag-facts.ts';
import { visitorFacts } from '../visitor-facts.ts';
import { createCallsView } from './calls-view.ts';
import { createCopyView } from './copy-view.ts';
import { createFactsView } from './facts-view.ts';
import { listen, make, setText } from './make.ts';
import { createProblemsView } from './problems-view.ts';
import type { View } from './view.ts';

/** The whole of what is seen: a panel, or a badge where it is collapsed. Nothing of that is remembered. */
export function createPanel(history: History, situation: Situation): View {
  const { tag } = situation;
  const views: readonly (readonly [name: string, View])[] = [
    ['Calls', createCallsView(history, situation)],
    ['Visitor', createFactsView('Visitor', () => visitorFacts(tag, consentCalls(history.entries)))],
    ['Tag', createFactsView('Tag', () => ({ tag: tagFacts(tag) }))],
  ];
  const found = createProblemsView();
  const copy = createCopyView(
    () => report(history, situation),
    () => tag._page.navigator.clipboard,
  );
  const clear = make('button', { type: 'button', title: 'Forget the calls that are settled' }, 'Clear');
  const collapse = make(
    'button',
    { type: 'button', 'aria-expanded': 'true', 'aria-label': 'Collapse', title: 'Collapse (Escape)' },
    '–',
  );
  const badge = make('button', { type: 'button', class: 'badge', 'aria-expanded': 'false' });
  const status = make('p', { class: 'soft' });
  const tabs = views.map(([name]) => make('button', { type: 'button' }, name));
  const header = make(
    'header',
    {},
    make('div', {}, make('h2', {}, 'Clickstitch'), status),
    copy.button,
    clear,
    collapse,
  );
  const panel = make(
    'section',
    { class: 'panel', 'aria-label': 'Clickstitch inspector' },
    ...[header, copy.element, found.element, make('div', { class: 'tabs' }, ...tabs)],
    ...views.map(([, { element }]) => element),
  );
  const element = make('div', { class: 'shell' }, badge, panel, found.spoken);
  let shown = views[0];

  function update(): void {
    const all = problems(history.entries, situation);
    const { length } = history.entries;
    const counts = `${length} ${length === 1 ? 'call' : 'calls'}`;
    const wrong = all.length > 0 ? `${all.length} ${all.length === 1 ? 'problem' : 'problems'}` : '';
    setText(status, `${wrong || 'No problem'}, ${tag._isOpen() ? 'takes events' : 'holds calls'}`);
    setText(badge, ['Clickstitch', counts, wrong].filter(Boolean).join(' · '));
    badge.classList.toggle('bad', !!wrong);
    setText(tabs[0] as HTMLElement, `Calls ${length}`);
    found.update(all);
    for (const [index, view] of views.entries()) {
      tabs[index]?.setAttribute('aria-pressed', `${view === shown}`);
      view[1].element.hidden = view !== shown;
    }
    if (!panel.hidden) shown?.[1].update();
  }

  /** Who was in it stays in it. */
  function fold(isCollapsed: boolean): void {
    panel.hidden = isCollapsed;
    badge.hidden = !isCollapsed;
    update();
    (isCollapsed ? badge : collapse).focus();
  }

  badge.hidden = true;
  listen(badge, 'click', () => fold(false));
  listen(collapse, 'click', () => fold(true));
  listen(panel, 'keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) fold(true);
  });
  listen(clear, 'click', history.clear);
  for (const [index, tab] of tabs.entries()) {
    listen(tab, 'click', () => {
      shown = views[index];
      update();
    });
  }
  return { element, update: neverThrows(update) };
}
