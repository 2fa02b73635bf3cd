import type { BatchConsent, ConsentState } from '../wire.ts';

/** What a site or a visitor may say: one word for both purposes, or one for each. */
export type ConsentChange = ConsentState | Partial<BatchConsent> | undefined;

/** The consent after a change. Whatever is neither `granted` nor `denied` changes nothing. */
export function changedConsent(consent: BatchConsent, change: ConsentChange): BatchConsent {
  const stateOf = (purpose: keyof BatchConsent): ConsentState => {
    const state = ((change as Partial<BatchConsent>)?.[purpose] ?? change) as ConsentState;
    return state === 'granted' || state === 'denied' ? state : consent[purpose];
  };
  return { analytics: stateOf('analytics'), ads: stateOf('ads') };
}
