import type { Call, TrackProps, User } from '../api.ts';
import { scrubUrl } from '../arrival/scrub-url.ts';
import { isWhole } from '../build.ts';
import type { Visitor } from '../visitor/visitor.ts';
import type { BatchEvent, BatchTouch, BatchUser } from '../wire.ts';
import { textOf } from './text-of.ts';
import { userOf } from './user-of.ts';

/** What an event has of its own. */
type Fields = Partial<BatchEvent> & Pick<BatchEvent, 'name'>;

/** `isAgain`: a view of a page that this browser has shown before. */
export type RecordEvent = (event: Fields, urgency: number, isAgain?: unknown) => void;

/**
 * Verbs that become events. What the page hands in may be anything, whatever its type says. `arrive` tells the touch that the
 * URL makes.
 */
export function createVerbs(
  document: Pick<Document, 'referrer' | 'title'>,
  visitor: () => Visitor,
  remember: (change: Partial<Visitor>) => void,
  current: () => Call,
  arrive: () => BatchTouch | null,
  send: RecordEvent,
) {
  let user: BatchUser | undefined;
  let shownUrl: string | undefined;

  const record: RecordEvent = (fields, ...how) => {
    const { user_id, last = null } = visitor();
    send({ touch: last, user: user ?? (user_id ? { user_id } : undefined), ...fields }, ...how);
  };

  return {
    page(props?: Record<string, unknown>, isAgain?: unknown) {
      const fields = {
        name: 'page_view',
        title: textOf(document.title)?.slice(0, 300),
        referrer: isWhole
          ? scrubUrl(shownUrl || textOf(document.referrer) || '') || undefined
          : scrubUrl(document.referrer),
        // What comes back has arrived before.
        touch: isWhole && shownUrl && isAgain ? null : arrive(),
        props: { ...props },
      };
      if (isWhole) [, shownUrl] = current();
      record(fields, 0, isAgain);
    },

    track(name?: string, given?: TrackProps) {
      if (!name) return;
      const { order_id, value, currency, items, props, ...rest } = given ?? {};
      const order = textOf(order_id);
      const amount = textOf(value);
      const fields: Fields = {
        name: `${name}`,
        order_id: order,
        value: amount && value,
        currency: textOf(currency),
        items: Array.isArray(items) ? items : undefined,
        props: { ...rest, ...(props as object) },
      };
      // The same whenever it is sent, so that a thank-you page which is loaded twice counts once. The name is part of it, so
      // that a refund is not taken for its purchase.
      if (order) fields.id = `${name}.${order}`;
      // A sale must not wait: the page that thanks for it is soon closed.
      record(fields, order || amount ? 1 : 0);
    },

    identify(who?: User | User['user_id'], more?: User) {
      if (!(who || more)) return;
      const { user_id, email, phone, user_hash, traits } = userOf(who, more);
      // Proof, email and phone are those of this call only: nothing of one user may stick to the next.
      user = {
        user_id: textOf(user_id) ?? user?.user_id,
        email: textOf(email),
        phone: textOf(phone),
        user_hash: textOf(user_hash),
      };
      if (!isWhole || user.user_id !== visitor().user_id) remember({ user_id: user.user_id });
      record({ name: 'identify', user: { ...user, traits } }, 0);
    },

    reset() {
      user = undefined;
      remember({ user_id: undefined });
      record({ name: 'reset' }, 1);
    },
  };
}
