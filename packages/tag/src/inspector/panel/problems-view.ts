import type { Problem } from '../problem.ts';
import { make, setText } from './make.ts';

/** What is wrong, with what to do. Whoever does not see it hears of each when it comes. */
export function createProblemsView() {
  const list = make('ul', { class: 'problems', 'aria-label': 'Problems' });
  const spoken = make('p', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  let shown: readonly Problem[] = [];
  return {
    element: list,
    spoken,
    update(problems: readonly Problem[]) {
      const isSame = JSON.stringify(problems) === JSON.stringify(shown);
      if (isSame) return;
      const isNew = ({ title }: Problem) => shown.every((known) => known.title !== title);
      const news = problems.filter(isNew).map(({ title, remedy }) => `${title}. ${remedy}`);
      if (news.length > 0) setText(spoken, `Problem: ${news.join(' ')}`);
      shown = problems;
      list.replaceChildren(...problems.map(({ title, remedy }) => make('li', {}, make('b', {}, title), ' ', remedy)));
    },
  };
}
