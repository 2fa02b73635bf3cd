import type { Call, User } from '../api.ts';
import { textOf } from '../events/text-of.ts';
import { userOf } from '../events/user-of.ts';
import type { Feature } from '../features/feature.ts';

/**
 * Email and phone leave the page as SHA-256 only, of the form by which the collector compares people: emails trimmed and in
 * lower case, phones in E.164 with the plus. What is of neither form names nobody and is left out; a hash stays as it is.
 */
export const hashUser: Feature = ({ _options, _verbs, _current, _carryOut, _note }) => {
  if (!_options.hashIdentity) return;
  const {
    reset,
    identify: ownIdentify,
    hashed: identify = ownIdentify,
  } = _verbs as Record<string, (user?: User) => void>;
  let waiting = 0;
  let previous: Promise<unknown> = Promise.resolve();

  async function hashOf(form: RegExp, text: string | undefined): Promise<string | undefined> {
    if (!text || /^[\da-f]{64}$/.test(text)) return text;
    try {
      if (!form.test(text)) throw form;
      // Only in pages that came by https: what cannot be hashed is not sent.
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    } catch (reason) {
      _note('dropped', text, reason);
      return undefined;
    }
  }

  async function tell([at, url, verb, [who, more]]: Call): Promise<void> {
    let user: User | undefined;
    if (verb === 'identify') {
      user = userOf(who, more);
      const [email, phone] = [user.email, user.phone].map((value) => textOf(value)?.trim().toLowerCase());
      user.email = await hashOf(/@/, email);
      user.phone = await hashOf(/^\+[1-9]\d{6,14}$/, phone?.replace(/[\s().\-/]/g, '').replace(/^00/, '+'));
    }
    waiting--;
    _carryOut([at, url, 'hashed', [user]]);
  }

  /** One after the other, for whoever was named last is there; and who has left has left once all before are named. */
  function tellInTurn(call: Call): void {
    const [, , verb, [who, more]] = call;
    if (!(verb === 'reset' ? waiting : who || more)) return;
    waiting++;
    previous = previous.then(() => tell(call));
  }

  _verbs['hashed'] = (user?: User) => (user ? identify?.(user) : reset?.());
  _verbs['identify'] = () => tellInTurn(_current());
  _verbs['reset'] = () => {
    reset?.();
    tellInTurn(_current());
  };
};
