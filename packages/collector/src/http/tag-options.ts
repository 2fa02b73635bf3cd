import type { TagGoal, TagSettings } from '../domain/tag-setting.ts';

/** What the tag is started with: the options of its `init`, and what its script takes beside them. */
export interface TagOptions {
  key: string;
  goals?: TagGoal[] | undefined;
  referralParams?: string[] | undefined;
  clickIds?: string[] | undefined;
  consent?: TagSettings['consent'];
  cookieless?: boolean | undefined;
  spa?: boolean | undefined;
  hash?: boolean | undefined;
  autoPage?: boolean | undefined;
  cookieDomain?: string | undefined;
  hashIdentity?: boolean | undefined;
  renew?: boolean | undefined;
  linker?: string[] | undefined;
  checkout?: boolean | undefined;
  forward?: TagSettings['forward'];
  dataLayer?: boolean | undefined;
  capture?: TagSettings['capture'];
}

/** A workspace's settings in the words of the tag. */
export function tagOptions(key: string, settings: TagSettings | undefined): TagOptions {
  if (!settings) return { key };
  const { goals, referral_params, click_ids, auto_page, cookie_domain, hash_identity, data_layer, ...others } =
    settings;
  return {
    key,
    ...others,
    goals: goals.length > 0 ? goals : undefined,
    referralParams: referral_params,
    clickIds: click_ids,
    autoPage: auto_page,
    cookieDomain: cookie_domain,
    hashIdentity: hash_identity,
    dataLayer: data_layer,
  };
}
