/** The part of a browser's window that the tag touches. A parameter everywhere, so that a test can hand in its own. */
export type PageWindow = Pick<
  Window & typeof globalThis,
  'addEventListener' | 'document' | 'fetch' | 'location' | 'navigator' | 'performance' | 'setTimeout'
>;
