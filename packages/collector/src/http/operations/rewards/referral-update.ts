/** The name of a conversion that says more of who somebody is; it earns nothing. */
export const REFERRAL_UPDATE = 'referral_update';
