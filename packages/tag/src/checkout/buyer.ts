import { ownClickId } from '../arrival/click-ids.ts';
import type { Visitor } from '../visitor/visitor.ts';

/** Who goes to a checkout, as far as a payment provider is told: nothing that names a person. */
export interface Buyer {
  visitor_id: string;
  /** The click on a link of ours that brought them last. */
  click_id: string | undefined;
}

export function buyerOf({ visitor_id, last }: Visitor): Buyer {
  const value = last?.click_ids?.[ownClickId]?.value;
  // Anything else would come back as the id of a user of the site.
  return { visitor_id, click_id: /^clk_[\w-]{16,64}$/.test(value ?? '') ? value : undefined };
}

/** Where there is room for one id only: the click says more, for it leads to the visitor too. */
export const referenceTo = ({ visitor_id, click_id }: Buyer): string => click_id ?? visitor_id;

/** Where there is room for both: metadata as the collector reads it. */
export const metadataOf = ({ visitor_id, click_id }: Buyer) => ({
  clickstitch_visitor_id: visitor_id,
  ...(click_id && { clickstitch_click_id: click_id }),
});
