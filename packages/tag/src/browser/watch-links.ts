import type { Tag } from '../features/feature.ts';
import { neverThrows } from './never-throws.ts';

/** A link that is followed. */
export type Link = HTMLAnchorElement | HTMLAreaElement;

/**
 * Calls `follow` with a link when it is clicked, by whatever opens it, and `send` with a form when it is submitted: before
 * anything else of the page hears of it, and early enough to change where it leads. What follows from it is the browser's: a
 * click is never held up.
 */
export function watchLinks(
  { _page: { document }, _note }: Pick<Tag, '_page' | '_note'>,
  follow: (link: Link, event: Event) => void,
  send?: (form: HTMLFormElement, submitter: HTMLElement | null, event: Event) => void,
): void {
  const onError = (error: unknown) => _note('error', error);
  const onAct = neverThrows((event: Event) => {
    // Seen from here, what happens in a shadow tree happens to its host; the path has the element itself.
    for (const target of event.composedPath()) {
      if (event.type === 'submit') {
        if (target instanceof HTMLFormElement) return send?.(target, (event as SubmitEvent).submitter, event);
      } else if (target instanceof HTMLAnchorElement || target instanceof HTMLAreaElement) {
        // The right button opens a menu, from which the link may be copied.
        return (event as MouseEvent).button > 1 ? undefined : follow(target, event);
      }
      // A submit does not leave the shadow tree that it happens in; the click that leads to it does.
      if (target instanceof ShadowRoot) target.addEventListener('submit', onAct, true);
    }
  }, onError);
  // The middle button opens a link without a click.
  for (const type of ['click', 'auxclick', 'submit']) document.addEventListener(type, onAct, true);
}
