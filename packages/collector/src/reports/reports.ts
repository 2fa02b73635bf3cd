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
import { explainSale } from './why/why.ts';

/** Every question that can be asked of the facts, by name, so that it can be asked across a thread. */
export const reports = {
  choose_program: chooseProgram,
  explain_sale: explainSale,
  find_applicants: findApplicants,
  find_people: findPeople,
  known_rates: knownRates,
  list_affiliates: listAffiliates,
  list_contacts: listContacts,
  list_conversion_types: listConversionTypes,
  list_conversions: listConversions,
  list_coupons: listCoupons,
  list_earnings: listEarnings,
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
  page_sources: pageSources,
  read_account: readAccount,
  read_affiliate: readAffiliate,
  read_attached: readAttached,
  read_balance: readBalance,
  read_contact: readContact,
  read_conversion: readConversion,
  read_conversion_type: readConversionType,
  read_coupon: readCoupon,
  read_earning: readEarning,
  read_edges: readEdges,
  read_incentive: readIncentive,
  read_link: readLink,
  read_order: readOrder,
  read_payout: readPayout,
  read_person: readPerson,
  read_portal_summary: readPortalSummary,
  read_program: readProgram,
  read_referral: readReferral,
  read_sessions: readSessions,
  read_source: readSource,
  read_timeline: readTimeline,
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
