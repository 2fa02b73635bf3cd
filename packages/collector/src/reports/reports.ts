import { listAffiliates } from './affiliates.ts';
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
import { listReceipts } from './list-receipts.ts';
import { listRefunds, readOrder } from './orders.ts';
import { readEdges } from './people/edges.ts';
import { findPeople, listPeople, readPerson, searchPeople } from './people/people.ts';
import { readSessions } from './people/sessions.ts';
import { readTimeline } from './people/timeline.ts';
import { readAccount } from './receipts.ts';
import { explainSale } from './why/why.ts';

/** Every question that can be asked of the facts, by name, so that it can be asked across a thread. */
export const reports = {
  explain_sale: explainSale,
  find_people: findPeople,
  list_affiliates: listAffiliates,
  list_contacts: listContacts,
  list_conversion_types: listConversionTypes,
  list_conversions: listConversions,
  list_people: listPeople,
  list_receipts: listReceipts,
  list_refunds: listRefunds,
  list_sources: listSources,
  page_sources: pageSources,
  read_account: readAccount,
  read_attached: readAttached,
  read_contact: readContact,
  read_conversion: readConversion,
  read_conversion_type: readConversionType,
  read_edges: readEdges,
  read_order: readOrder,
  read_person: readPerson,
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
