import type { DialectName } from './dialect.ts';
import { digestOf } from './ids.ts';

/** A tenant. Its test twin is a workspace of its own, so that test traffic is stored end to end and never mixes. */
export interface WorkspaceRow {
  workspace_id: string;
  name: string;
  /** ISO 4217; what amounts without a currency are in. */
  currency: string;
  is_test: boolean;
  twin_id: string;
  /** Signs links to pages that show facts without a login. */
  secret: string;
  created_at: number;
}

export type KeyKind = 'publishable' | 'secret';

export interface ApiKeyRow {
  workspace_id: string;
  id: string;
  kind: KeyKind;
  name: string;
  /** SHA-256 of the key; the key itself is shown once. */
  hash: string;
  /** First characters, to tell keys apart. */
  hint: string;
  /** Hosts from which a publishable key may be used; empty allows every host. */
  origins: string[];
  is_test: boolean;
  /** Whose words it speaks; it works at no other vendor's paths. */
  dialect: DialectName;
  scopes: KeyScope[];
  /** The caller's own id of the account: given when the key is made, else bound by the first request that names one. */
  account: string | null;
  created_at: number;
  /** By which its requests are signed, where they must be; it is never shown. */
  signing_secret: string | null;
  /** When it ends by itself. */
  expires_at: number | null;
  revoked_at: number | null;
  version: number;
}

export const KEY_SCOPES = ['read', 'write', 'keys'] as const;
/** What a secret key may do: read, write, and make and revoke keys. */
export type KeyScope = (typeof KEY_SCOPES)[number];

/**
 * `account`: the one that a workspace is for its keys of a dialect, which `ref_id` names. `program`: found by its id, by those who
 * apply to it. `connection`: found by its id, by the provider that delivers there.
 */
type DirectoryKind = 'key' | 'code' | 'account' | 'program' | 'connection';

/** Finds what must be found before the workspace is known. */
export interface DirectoryRow {
  kind: DirectoryKind;
  hash: string;
  workspace_id: string;
  ref_id: string;
}

/**
 * Where the directory has the account that a workspace is in the words of a vendor: a workspace is one organisation, so keys
 * for two of them would show each what is the other's.
 */
export function accountHashOf(workspaceId: string, dialect: DialectName): string {
  return digestOf(`${workspaceId} ${dialect}`);
}
