export const CONTACT_KINDS = ['lead', 'contact', 'customer'] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** A person as a server entered them, with what it told of them. Who they are follows from links, as for everybody. */
export interface ContactRow {
  workspace_id: string;
  id: string;
  kind: ContactKind;
  /** Id by which the caller knows them. */
  external_id: string | null;
  email: string | null;
  /** The address as links compare it. */
  email_node: string | null;
  phone: string | null;
  name: string | null;
  first_name: string | null;
  last_name: string | null;
  workflow_id: string | null;
  campaign_id: string | null;
  metadata: Record<string, unknown> | null;
  /** Where it is in the log. */
  command_id: string;
  created_at: number;
  updated_at: number;
  deleted_at: number | null;
  version: number;
}
