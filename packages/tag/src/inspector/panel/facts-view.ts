import type { Facts } from '../visitor-facts.ts';
import { dayTime } from './clock-time.ts';
import { make } from './make.ts';
import type { View } from './view.ts';

/** Facts by name, and what is in them below their names. */
export function createFactsView(label: string, read: () => Facts): View {
  // It has nothing else to put the focus on, and may be longer than the panel.
  const element = make('div', { class: 'view facts', tabindex: '0', role: 'group', 'aria-label': label });
  let shown = '';
  return {
    element,
    update() {
      const facts = read();
      const state = JSON.stringify(facts);
      if (state === shown) return;
      shown = state;
      element.replaceChildren(...Object.entries(facts).map(([name, value]) => group(name, value)));
    },
  };
}

function group(name: string, value: unknown): Node {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isGroup) return make('section', {}, listOf([[wordsOf(name), value]]));
  // What the tag's own names say is said in words; those of the cookie, the page and vendors are shown as they are.
  const nameOf = /^(consent|cookie|tag)$/.test(name) ? wordsOf : (key: string) => key;
  return make(
    'section',
    {},
    make('h3', {}, wordsOf(name)),
    listOf(Object.entries(value).map(([key, of]) => [nameOf(key), of])),
  );
}

function listOf(members: [name: string, value: unknown][]): HTMLElement {
  const said = members.filter(([, value]) => value !== undefined);
  if (said.length === 0) return make('p', {}, 'none');
  return make(
    'dl',
    {},
    ...said.flatMap(([name, value]) => [
      make('dt', {}, name),
      make('dd', isDeep(value) ? { class: 'deep' } : {}, told(name, value)),
    ]),
  );
}

/** What needs all the width there is. */
const isDeep = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function told(name: string, value: unknown): Node | string {
  if (Array.isArray(value)) {
    return value.length > 0 ? make('ul', {}, ...value.map((one) => make('li', {}, told('', one)))) : 'none';
  }
  if (typeof value === 'object' && value !== null) return listOf(Object.entries(value));
  return typeof value === 'number' && /[ _]at$/.test(name) ? dayTime(value) : `${value}`;
}

const wordsOf = (name: string) => name.replace(/_/g, ' ');
