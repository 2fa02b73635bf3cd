import type { Identifier } from '../../packages/collector/src/domain/identity.ts';

/** What happens in a history, in few numbers and names: small enough to be shrunk and to be read. */

export interface TouchPlan {
  number: number;
  at: number;
  code: string | null;
  click: string | null;
  /** What another measurement of the browser's clock makes of the same touch. */
  drift: number;
}

export interface EventPlan {
  visitor: string;
  at: number;
  arrival: number;
  touch: TouchPlan | null;
  user: string | null;
  email: string | null;
  /** The user is proven, or the device is left. */
  more?: 'proven' | 'reset' | null;
}

interface KeysPlan {
  order: string | null;
  event: string | null;
}

export type Step =
  | ({ step: 'view'; isBot: boolean } & EventPlan)
  | ({ step: 'claim'; name: string } & EventPlan & KeysPlan)
  | ({
      step: 'conversion';
      name: string;
      at: number;
      arrival: number;
      visitor: string | null;
      click: string | null;
      user: string | null;
      customer: string | null;
      email: string | null;
    } & KeysPlan)
  | {
      step: 'click';
      click: string;
      visitor: string | null;
      at: number;
      arrival: number;
      code: string | null;
      isLink: boolean;
    }
  | {
      step: 'identify';
      at: number;
      visitor: string | null;
      user: string | null;
      customer: string | null;
      email: string | null;
    }
  | { step: 'alias'; user: string; previous: string; at: number }
  | { step: 'unlink'; from: Identifier; to: Identifier }
  | { step: 'affiliate'; code: string }
  /** So many browsers name one identifier that it stands at the edge of naming nobody. */
  | { step: 'crowd'; target: Identifier; size: number; trusted: boolean; at: number }
  /** One browser claims so many emails that it stands at the edge of not being believed. */
  | { step: 'talker'; visitor: string; size: number; at: number }
  /** So many browsers claim one order that it stands at the edge of a flood. */
  | { step: 'flood'; order: string; size: number; at: number }
  | { step: 'again'; of: number };
