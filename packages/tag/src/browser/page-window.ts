/** The part of a browser's window that the tag touches. A parameter everywhere, so that a test can hand in its own. */
export type PageWindow = Pick<
  Window & typeof globalThis,
  | 'addEventListener'
  | 'console'
  | 'crypto'
  | 'document'
  | 'fetch'
  | 'history'
  | 'localStorage'
  | 'location'
  | 'navigator'
  | 'performance'
  | 'setTimeout'
> & {
  /** Not in every browser, and in TypeScript's DOM only by half: https://developer.mozilla.org/docs/Web/API/Navigation */
  readonly navigation?: EventTarget;
};
