/** What is asked in a vendor's words of affiliates, what they bring and what they are paid: by each index that leads to it. */
export function rewardQuestions(workspace_id: string, affiliate_id = 'of nothing', conversion_id = 'of nothing') {
  const page = { workspace_id, limit: 1, offset: 1, order: 'descending' as const, from: 0, to: null };
  const partners = { ...page, by: 'created_at' as const, status: null, program_id: null, group: null, search: null };
  const rewards = { ...page, affiliate_id: null, referral_id: null, traits: null, sales_status: null };
  const ties = { ...page, after: null, before: null, affiliate_id: null, user_id: null, statuses: null };
  const coupons = { ...page, by: 'created_at' as const, affiliate_id: null, program_id: null, search: null };
  return {
    page_partners: [
      partners,
      { ...partners, by: 'name' as const },
      { ...partners, status: 'approved' as const, group: 'of nothing' },
      { ...partners, program_id: 'of nothing' },
      { ...partners, search: 'a', by: 'updated_at' as const },
    ],
    find_partners: [{ workspace_id, ids: [affiliate_id] }],
    page_rewards: [
      rewards,
      { ...rewards, affiliate_id },
      { ...rewards, affiliate_id, traits: [{ status: 'none' as const }] },
      { ...rewards, traits: [{ status: 'none' as const, overrides: [null] }], sales_status: 'complete' as const },
      { ...rewards, referral_id: conversion_id },
    ],
    page_payouts: [null, affiliate_id].flatMap((id) => [
      { ...page, affiliate_id: id, statuses: null },
      { ...page, affiliate_id: id, statuses: ['draft' as const] },
      { ...page, affiliate_id: id, statuses: ['canceled' as const, 'reopened' as const] },
    ]),
    read_paid_items: [{ workspace_id, payout_id: 'of nothing' }],
    page_coupons: [
      coupons,
      { ...coupons, affiliate_id, by: 'code' as const },
      { ...coupons, search: 'A', program_id: 'of nothing' },
    ],
    list_groups: [{ workspace_id, program_id: 'of nothing', now: 0 }],
    page_ties: [ties, { ...ties, affiliate_id }, { ...ties, user_id: 'u' }],
    read_tie: [conversion_id, 'clk_of_nothing'].map((name) => ({ workspace_id, name })),
    find_namesake: [{ workspace_id, program_id: null, email_node: 'of nothing' }],
  };
}
