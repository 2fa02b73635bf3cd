import { ownClickId } from '../arrival/click-ids.ts';
import type { Visitor } from '../visitor/visitor.ts';

/**
 * What a field of that name holds: empty where it is not known, and `undefined` where there is no such name. Of arrivals the
 * latest counts, or with `first_` in front the first. `visitor` is undefined where nobody may be known.
 */
export function fieldValue(
  name: string,
  visitor: Visitor | undefined,
  clickIds: readonly string[],
): string | undefined {
  const ofVisitor = { visitor_id: visitor?.visitor_id, user_id: visitor?.user_id };
  const [, isFirst, of] = /^(first_)?(.*)$/s.exec(name.toLowerCase()) as unknown as [
    string,
    string | undefined,
    string,
  ];
  const { url, referrer, referral_code, utm, click_ids } = (isFirst ? visitor?.first : visitor?.last) ?? {};
  const values = new Map<string, string | undefined>([
    ...(isFirst ? [] : Object.entries(ofVisitor)),
    ...Object.entries({ landing_url: url, referrer, referral_code, click_id: click_ids?.[ownClickId]?.value }),
    ...clickIds.map((id) => [id, click_ids?.[id]?.value] as const),
  ]);
  return values.has(of) ? (values.get(of) ?? '') : /^utm_\w/.test(of) ? (utm?.[of.slice(4)] ?? '') : undefined;
}
