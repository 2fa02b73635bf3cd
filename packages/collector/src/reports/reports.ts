import { listAffiliates } from './affiliates.ts';
import { listConversions, readConversion } from './conversions.ts';
import { readAccount } from './receipts.ts';

/** Every question that can be asked of the facts, by name, so that it can be asked across a thread. */
export const reports = {
  list_affiliates: listAffiliates,
  list_conversions: listConversions,
  read_account: readAccount,
  read_conversion: readConversion,
};

export type ReportName = keyof typeof reports;
export type ReportArguments<Name extends ReportName> = Parameters<(typeof reports)[Name]>[1];
export type ReportResult<Name extends ReportName> = Awaited<ReturnType<(typeof reports)[Name]>>;

/** Asks a report; runs it wherever the store can be read. */
export type AskReport = <Name extends ReportName>(
  name: Name,
  question: ReportArguments<Name>,
) => Promise<ReportResult<Name>>;
