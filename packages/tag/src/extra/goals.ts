import { neverThrows } from '../browser/never-throws.ts';
import type { Feature } from '../features/feature.ts';
import type { Goal } from './goal.ts';

/** Records an event when a page is viewed, an element clicked or a form submitted. Never holds up the click. */
export const goals: Feature = ({
  _page: { document, location, performance },
  _options,
  _steps,
  _isOpen,
  _carryOut,
  _note,
}) => {
  const goals = [_options.goals ?? []].flat();
  // Each for itself: a goal with a broken selector shall cost neither the page nor the other goals anything.
  const reachEach = (url: string, isMet: (goal: Goal) => unknown) => {
    const reach = (goal: Goal) => {
      const { event, value, currency, props } = goal;
      if (isMet(goal)) _carryOut([Date.now(), url, 'track', [event, { value, currency, props }]]);
    };
    goals.forEach(neverThrows(reach, (error) => _note('error', error)));
  };

  const onAct = (event: Event) => {
    // The middle button opens a link, the right one only a menu.
    if ((event as MouseEvent).button > 1) return;
    // Seen from here, what happens in a shadow tree happens to its host; the path has the element itself.
    const elements = event.composedPath().filter((target) => target instanceof Element);
    reachEach(location.href, ({ selector }) => {
      // A field may be named `matches`, and then the form's method is out of reach.
      const met = selector && elements.find((element) => Element.prototype.matches.call(element, selector));
      // A click inside a form is not its submission.
      return met && (event.type === 'submit') === met instanceof HTMLFormElement;
    });
  };
  for (const type of ['click', 'auxclick', 'submit']) document.addEventListener(type, onAct, true);

  const view = (viewed: string) => reachEach(viewed, ({ url }) => url && fits(url, viewed));
  // What was viewed before this script came.
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (_isOpen() && !/load|back/.test(navigation?.type ?? '')) view(location.href);
  _steps.unshift((event, isAgain) => {
    // After the view, whose arrival it is.
    if (event.name === 'page_view' && !isAgain) queueMicrotask(() => view(event.url as string));
    return event;
  });
};

/** Whether a URL fits a pattern, which is a path where it begins with a slash. Paths may be written as people read them. */
function fits(pattern: string, url: string): boolean {
  const text = pattern[0] === '/' ? new URL(url).pathname : url;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return expression.test(text) || expression.test(decodeURI(text));
}
