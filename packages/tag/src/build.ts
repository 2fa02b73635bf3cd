/**
 * Whether this is the whole tag. `tag.core.js` is built with `build-core.ts` in the place of this file, so that the minifier
 * leaves out of it what belongs to features: consent, notes for `debug`, what they add to events.
 */
export const isWhole: boolean = true;

/** The name of the file with what is seldom needed; the build puts in a hash of what is in it. */
export const extraFile = 'tag.extra.js';
