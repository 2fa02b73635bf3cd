/**
 * Ids of events that were told to `gtag`, which puts them onto the `dataLayer`: there they are nothing new. Shared, for the one
 * feature that writes them and the one that reads them need not both be there.
 */
export const ownPushes = new Set<unknown>();

/** Says that a call of `track` comes from the `dataLayer`, as its third argument. */
export const fromLayer = 'dataLayer';
