import type { Call, InitOptions } from '../api.ts';
import type { Verdict } from '../browser/note.ts';
import type { PageWindow } from '../browser/page-window.ts';
import type { Queued } from '../delivery/queue.ts';
import type { ConsentChange } from '../visitor/consent.ts';
import type { Visitor } from '../visitor/visitor.ts';
import type { VisitorCookie } from '../visitor/visitor-cookie.ts';
import type { BatchConsent, BatchEvent } from '../wire.ts';

/** A step that an event takes on its way out: it may change it, and drops it by `null`. */
export type Step = (event: BatchEvent, isAgain?: unknown) => BatchEvent | null | undefined;

/** The tag as its features see it, and where they can take part. */
export interface Tag {
  readonly _page: PageWindow;
  readonly _options: InitOptions;
  /** Where the collector takes events: `https://c.example.com/e`. */
  readonly _url: string;
  readonly _cookie: VisitorCookie;
  readonly _carryOut: (call: Call) => void;
  /** What the verbs do. */
  readonly _verbs: Record<string, (...args: never[]) => void>;
  /** The call that is carried out. */
  _current(): Call;
  /** Calls that wait for the start or for consent. */
  _held(): readonly Call[];
  /** In this order. A step that breaks drops the event, for it may have been about to take something out. */
  readonly _steps: Step[];
  /** Called when the tag has begun and after each change, with what somebody has decided on so far. */
  readonly _onConsent: ((decided: Partial<BatchConsent>) => void)[];
  /** Whether the visitor agrees: to be remembered; to be told of to ad platforms, which takes both. */
  _may(purpose: keyof BatchConsent): boolean;
  /** Whether events are taken: the tag has begun, and nothing waits for consent. */
  _isOpen(): unknown;
  /** `isDefault`: what holds until the visitor decides. */
  _changeConsent(change: ConsentChange, isDefault?: boolean): void;
  _visitor(): Visitor;
  _remember(change: Partial<Visitor>): void;
  /** Sends what an earlier page could not. */
  _resend(event: Queued): void;
  _note(verdict: Verdict, subject: unknown, reason?: unknown): void;
  /** Comes to what the visitor has agreed to, once more. */
  _settle(): void;
  /** Whether nothing may happen yet: before `tag.extra.js` has come, which is then fetched; whoever waits longer, wraps it. */
  _isAwaited?(): unknown;

  /** What of the visitor may be stored. */
  _toStore?(visitor: Visitor): Visitor;
  /** Keeps an event until the collector has settled it; returns whom to tell then. */
  _keep?(event: BatchEvent, json: string, visitorId: string): (() => void) | undefined;
}

/** A part of the tag that not every site needs; called once, before anything is kept or sent. */
export type Feature = (tag: Tag) => void;
