import {
  chooseProgram,
  findApplicants,
  listAffiliates,
  listCoupons,
  listLinks,
  readAffiliate,
  readCoupon,
  readLink,
} from './affiliates.ts';
import {
  listContacts,
  listConversionTypes,
  listSources,
  pageSources,
  readAttached,
  readContact,
  readConversionType,
  readSource,
} from './configured.ts';
import { listConnections, readConnected, readConnection } from './connections.ts';
import { listConversions } from './conversions/list-conversions.ts';
import { readConversion } from './conversions.ts';
import { readBalance } from './earnings/balance.ts';
import { listEarnings, listReviews } from './earnings/list-earnings.ts';
import { readEarning } from './earnings/read-earning.ts';
import { knownRates, listExchangeRates } from './exchange-rates.ts';
import { listReceipts } from './list-receipts.ts';
import { listRefunds, readOrder } from './orders.ts';
import { listDue, listPayoutItems, listPayouts, readPayout } from './payouts.ts';
import { readEdges } from './people/edges.ts';
import { findPeople, listPeople, readPerson, searchPeople } from './people/people.ts';
import { readSessions } from './people/sessions.ts';
import { readTimeline } from './people/timeline.ts';
import { listPortalClicks } from './portal/clicks.ts';
import { listPortalEarnings } from './portal/earnings.ts';
import { listPortalLinks } from './portal/links.ts';
import { listPortalPayouts } from './portal/payouts.ts';
import { readPortalSummary } from './portal/summary.ts';
import { listIncentives, listPrograms, readIncentive, readProgram } from './programs.ts';
import { readAccount } from './receipts.ts';
import { listReferrals, readReferral } from './referrals/referrals.ts';
import { resolveReferral } from './referrals/resolve-referral.ts';
import { listGroups } from './rewards/list-groups.ts';
import { findPartners, pagePartners } from './rewards/page-affiliates.ts';
import { pageCoupons } from './rewards/page-coupons.ts';
import { pagePayouts, readPaidItems } from './rewards/page-payouts.ts';
import { pageTies } from './rewards/page-referrals.ts';
import { pageRewards } from './rewards/page-rewards.ts';
import { findNamesake, readTie } from './rewards/read-referral.ts';
import { readReward } from './rewards/read-reward.ts';
import { readTagSettings } from './tag-settings.ts';
import { explainSale } from './why/why.ts';

/** Every question that can be asked of the facts, by name, so that it can be asked across a thread. */
export const reports = {
  choose_program: chooseProgram,
  explain_sale: explainSale,
  find_applicants: findApplicants,
  find_namesake: findNamesake,
  find_partners: findPartners,
  find_people: findPeople,
  known_rates: knownRates,
  list_affiliates: listAffiliates,
  list_connections: listConnections,
  list_contacts: listContacts,
  list_conversion_types: listConversionTypes,
  list_conversions: listConversions,
  list_coupons: listCoupons,
  list_earnings: listEarnings,
  list_groups: listGroups,
  list_incentives: listIncentives,
  list_links: listLinks,
  list_due: listDue,
  list_exchange_rates: listExchangeRates,
  list_payout_items: listPayoutItems,
  list_payouts: listPayouts,
  list_people: listPeople,
  list_portal_clicks: listPortalClicks,
  list_portal_earnings: listPortalEarnings,
  list_portal_links: listPortalLinks,
  list_portal_payouts: listPortalPayouts,
  list_programs: listPrograms,
  list_receipts: listReceipts,
  list_referrals: listReferrals,
  list_refunds: listRefunds,
  list_reviews: listReviews,
  list_sources: listSources,
  page_coupons: pageCoupons,
  page_partners: pagePartners,
  page_payouts: pagePayouts,
  page_rewards: pageRewards,
  page_sources: pageSources,
  page_ties: pageTies,
  read_account: readAccount,
  read_affiliate: readAffiliate,
  read_attached: readAttached,
  read_balance: readBalance,
  read_connected: readConnected,
  read_connection: readConnection,
  read_contact: readContact,
  read_conversion: readConversion,
  read_conversion_type: readConversionType,
  read_coupon: readCoupon,
  read_earning: readEarning,
  read_edges: readEdges,
  read_incentive: readIncentive,
  read_link: readLink,
  read_order: readOrder,
  read_paid_items: readPaidItems,
  read_payout: readPayout,
  read_person: readPerson,
  read_portal_summary: readPortalSummary,
  read_program: readProgram,
  read_referral: readReferral,
  read_reward: readReward,
  read_sessions: readSessions,
  read_source: readSource,
  read_tag_settings: readTagSettings,
  read_tie: readTie,
  read_timeline: readTimeline,
  resolve_referral: resolveReferral,
  search_people: searchPeople,
};

export type ReportName = keyof typeof reports;
export type ReportArguments<Name extends ReportName> = Parameters<(typeof reports)[Name]>[1];
export type ReportResult<Name extends ReportName> = Awaited<ReturnType<(typeof reports)[Name]>>;

/** Asks a report; runs it wherever the store can be read. */
export type AskReport = <Name extends ReportName>(
  name: Name,
  question: ReportArguments<Name>,
) => Promise<ReportResult<Name>>;
