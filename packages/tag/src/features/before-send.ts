import type { BatchEvent } from '../wire.ts';
import type { Feature } from './feature.ts';

type Hook = (event: BatchEvent) => BatchEvent | null | undefined;

/**
 * Lets the page change or drop an event; `data-before-send` names a global function. Where there is no such function, it breaks,
 * or gives what is no event (as the promise of an async function is none), the event is dropped: it may have been about to take
 * something out.
 */
export const beforeSend: Feature = ({ _page, _options: { beforeSend }, _steps, _note }) => {
  if (!beforeSend) return;
  const hook = typeof beforeSend === 'string' ? (_page as unknown as Record<string, Hook>)[beforeSend] : beforeSend;
  _steps.push((event) => {
    const sent = hook?.(event);
    if (sent?.name) return sent;
    _note('dropped', event, 'beforeSend');
    return null;
  });
};
