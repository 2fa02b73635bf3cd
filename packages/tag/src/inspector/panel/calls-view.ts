import { asides, type Entry, verdictOf, type What } from '../entry.ts';
import type { History } from '../history.ts';
import type { Situation } from '../situation.ts';
import { type CallRow, createCallRow } from './call-row.ts';
import { listen, make, setText } from './make.ts';
import { verdictWords } from './verdict-words.ts';
import type { View } from './view.ts';

/** The list of calls, the newest first, and what it is narrowed by. */
export function createCallsView(history: History, situation: Situation): View {
  const text = make('input', { type: 'search', placeholder: 'Filter', 'aria-label': 'Filter by text' });
  const verdict = make('select', { 'aria-label': 'Filter by verdict' }, make('option', { value: '' }, 'All verdicts'));
  for (const [what, [word]] of Object.entries(verdictWords)) {
    if (!asides.has(what as What)) verdict.append(make('option', { value: what }, word));
  }
  const list = make('ol', { class: 'calls' });
  const none = make('p', { class: 'none' });
  const rows = new Map<Entry, CallRow>();

  function update(): void {
    const entries = new Set(history.entries);
    for (const [entry, { element }] of rows) {
      if (entries.has(entry)) continue;
      element.remove();
      rows.delete(entry);
    }
    const wanted = text.value.trim().toLowerCase();
    let count = 0;
    for (const entry of entries) {
      let row = rows.get(entry);
      if (!row) {
        row = createCallRow(entry);
        rows.set(entry, row);
        list.prepend(row.element);
      }
      row.update(situation);
      const isWanted = (!verdict.value || verdict.value === verdictOf(entry)) && row.text().includes(wanted);
      if (row.element.hidden === isWanted) row.element.hidden = !isWanted;
      if (isWanted) count++;
    }
    const gone = history.forgotten();
    const left = gone ? `${gone} older ones are no longer kept.` : '';
    setText(none, count > 0 ? left : entries.size > 0 ? 'Nothing fits the filter.' : 'No calls yet.');
  }

  listen(text, 'input', update);
  listen(verdict, 'change', update);
  return {
    element: make('div', { class: 'view' }, make('div', { class: 'filter' }, text, verdict), list, none),
    update,
  };
}
