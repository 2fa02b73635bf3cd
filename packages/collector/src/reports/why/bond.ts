import type { Draft } from '../../domain/draft.ts';
import { identifierKey } from '../../domain/identity.ts';
import type { Bond } from '../../domain/why.ts';
import type { Arrival } from '../../rules/arrivals.ts';
import type { AskedSale } from './asked-sale.ts';
import type { Net } from './chain.ts';
import { presencesAt } from './presence.ts';

interface Regarding {
  /** As debt looks at it: what secret keys said stands, whatever browsers claim. */
  forMoney: boolean;
  /** A browser that only its claim of the sale links to it. */
  stranger: string | undefined;
}

/** How a touch is the buyer's, or whose else it is. */
export function bondOf(
  draft: Draft,
  sale: AskedSale,
  nets: readonly Net[],
  { touch, is_theirs, trusted }: Arrival,
  { forMoney, stranger }: Regarding,
): Bond {
  const { visitor_id } = touch;
  if (sale.click_id !== null && touch.click_id === sale.click_id) {
    return { how: 'reported_click', by: null, is_trusted: trusted };
  }
  if (visitor_id === null) return { how: 'nobody', by: null, is_trusted: false };
  const isBuyers = is_theirs || (forMoney && trusted);
  const is_trusted = isBuyers && trusted;
  const presences = presencesAt(draft, sale, visitor_id, touch.occurred_at, is_trusted);
  if (!isBuyers) {
    const by = presences[0] ?? null;
    return { how: by ? 'other_person' : 'nobody', by, is_trusted };
  }
  const members = nets.find(({ isTrustedOnly }) => isTrustedOnly === is_trusted)?.members ?? [];
  const isMember = (key: string) => members.some((member) => identifierKey(member) === key);
  const by = presences.find(({ person }) => isMember(identifierKey(person))) ?? null;
  if (by && by.said_by !== 'this_report') return { how: 'identified', by, is_trusted };
  return { how: stranger === visitor_id && !by ? 'claim' : 'reported_device', by, is_trusted };
}
