import type { TrackProps, User } from './api.ts';
import { orderEventId } from './event-id.ts';
import { eventJson } from './event-json.ts';
import type { Queue } from './queue.ts';
import { scrubUrl } from './scrub-url.ts';
import { textOf } from './text-of.ts';
import { uuidV7 } from './uuid-v7.ts';
import type { Visitor } from './visitor.ts';
import type { BatchEvent, BatchTouch, BatchUser } from './wire.ts';

/** The verbs of a tag that has started. */
export interface Verbs {
  page(at: number, url: string, props?: Record<string, unknown>): void;
  track(at: number, url: string, name?: string, props?: TrackProps): void;
  identify(at: number, url: string, who?: User | User['user_id'], more?: User): void;
}

/**
 * Turns calls into events. What the page hands in may be anything, whatever its type says. `newTouch` is the one that
 * the landing made: it goes with the first view.
 */
export function createVerbs(
  document: Pick<Document, 'referrer' | 'title'>,
  queue: Queue,
  visitor: () => Visitor,
  remember: (change: Partial<Visitor>) => void,
  newTouch: BatchTouch | null,
): Verbs {
  let user: BatchUser | undefined;
  const { user_id } = visitor();
  if (user_id) user = { user_id };

  function record(
    at: number,
    url: string,
    fields: Partial<BatchEvent> & { name: string },
    extras: Partial<BatchEvent>,
    urgent?: unknown,
  ): void {
    const event = { id: uuidV7(at), occurred_at: at, url: scrubUrl(url), touch: null, user, ...fields };
    queue(eventJson(event, extras), urgent);
  }

  return {
    page(at, url, props) {
      const { title, referrer } = document;
      const fields = {
        name: 'page_view',
        title: textOf(title)?.slice(0, 300),
        referrer: scrubUrl(referrer) || undefined,
        touch: newTouch,
      };
      newTouch = null;
      record(at, url, fields, { props: { ...props } });
    },

    track(at, url, name, props) {
      const { order_id, value, currency, ...rest } = props ?? {};
      const order = textOf(order_id);
      const amount = textOf(value);
      const fields: Parameters<typeof record>[2] = {
        name: `${name}`,
        touch: visitor().last ?? null,
        order_id: order,
        value: amount && value,
        currency: textOf(currency),
      };
      if (order) fields.id = orderEventId(`${name}`, order);
      // A sale must not wait: the page that thanks for it is soon closed.
      record(at, url, fields, { props: rest }, order || amount);
    },

    identify(at, url, who, more) {
      if (!who && !more) return;
      const given = { ...more, ...(typeof who === 'object' ? who : { user_id: who }) };
      // Proof, email and phone are those of this call only: nothing of one user may stick to the next.
      user = {
        user_id: textOf(given.user_id) ?? user?.user_id,
        email: textOf(given.email),
        phone: textOf(given.phone),
        user_hash: textOf(given.user_hash),
      };
      remember({ user_id: user.user_id });
      record(at, url, { name: 'identify' }, { user: { ...user, traits: given.traits } });
    },
  };
}
