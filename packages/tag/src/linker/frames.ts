import { neverThrows } from '../browser/never-throws.ts';
import type { Tag } from '../features/feature.ts';
import { type HandedOver, handedOver, readHandedOver } from './handed-over.ts';
import { hostOf } from './linked-hosts.ts';
import { linkParameter } from './linked-url.ts';

/** How long a page in a frame waits for its parent, in ms. */
const patience = 1000;

/**
 * A page in a frame, where browsers mostly refuse it its cookie, asks its parent who the visitor is, and the parent answers:
 * each only whom it trusts, by the origin that the browser vouches for. A parent that starts or may speak later says so, and is
 * asked once more. Returns whether an answer is still awaited.
 */
export function linkFrames(
  tag: Tag,
  isTrusted: (host: string) => boolean,
  adopt: (given: HandedOver) => void,
): () => boolean {
  const page = tag._page as unknown as Window;
  const onError = (reason: unknown) => tag._note('dropped', linkParameter, reason);
  // A page may have taken the names of all others, and of `length`, for variables of its own.
  const { parent } = page;
  const isInFrame = page.top !== page;
  let isAwaited = isInFrame;
  let isAnswered = false;
  let isReady = false;

  const say = neverThrows((to: Window, text: string, origin?: string) => {
    to.postMessage({ [linkParameter]: text }, origin ?? '*');
  }, onError);
  const mayAnswer = () => tag._isOpen() && tag._may('analytics');
  const goOn = () => {
    if (!isAwaited) return;
    isAwaited = false;
    tag._settle();
  };

  const hear = ({ data, origin, source }: MessageEvent<Record<string, unknown> | null>) => {
    const text = data?.[linkParameter];
    if (typeof text !== 'string') return;
    const mayKnow = isTrusted(hostOf(origin) ?? '');
    const from = source as Window;
    if (isInFrame && from === parent) {
      if (isAnswered) return;
      if (text === 'here') say(parent, 'who');
      else if (mayKnow) {
        adopt(readHandedOver(text, Date.now()));
        isAnswered = true;
        goOn();
      }
    } else if (text === 'who' && mayKnow && from.parent === page && mayAnswer()) {
      say(from, handedOver(tag), origin);
    }
  };
  page.addEventListener('message', neverThrows(hear, onError));

  // Once it is decided, and not while it is.
  tag._onConsent.push(() =>
    queueMicrotask(() => {
      const wasReady = isReady;
      isReady = !!mayAnswer();
      if (isReady && !wasReady) for (let frame = 0; page[frame]; frame++) say(page[frame] as Window, 'here');
    }),
  );

  if (isInFrame) {
    say(parent, 'who');
    tag._page.setTimeout(goOn, patience);
  }
  return () => isAwaited;
}
