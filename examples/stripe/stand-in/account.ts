import { randomBytes } from 'node:crypto';
import type { Price } from './prices.ts';

/** What the stand-in knows, in memory. */
export interface Account {
  sessions: Map<string, Session>;
  /** Newest first, as the dashboard shows them. */
  payments: Payment[];
  subscriptions: Subscription[];
}

export type Metadata = Record<string, string>;

/** A Checkout Session. */
export interface Session {
  id: string;
  price: Price;
  client_reference_id: string | null;
  metadata: Metadata;
  subscription_metadata: Metadata;
  trial_days: number;
  success_url: string;
  cancel_url: string;
  is_complete: boolean;
  /** s UTC */
  created: number;
}

export interface Customer {
  /** `null` of who buys something once: by default Checkout makes no customer of them. */
  id: string | null;
  email: string;
}

export interface Payment {
  /** Of the PaymentIntent. */
  id: string;
  charge: string;
  customer: Customer;
  name: string;
  /** In cents, with tax. */
  amount: number;
  refunded: number;
  dispute: Dispute | null;
}

export interface Dispute {
  id: string;
  amount: number;
  status: 'needs_response' | 'won' | 'lost';
  /** s UTC */
  created: number;
}

export interface Subscription {
  id: string;
  item: string;
  customer: Customer & { id: string };
  price: Price;
  metadata: Metadata;
  status: 'trialing' | 'active' | 'canceled';
  trial_days: number;
  /** s UTC */
  created: number;
}

export function createAccount(): Account {
  return { sessions: new Map(), payments: [], subscriptions: [] };
}

/** As Stripe's ids look, and never the same twice: the collector remembers those of earlier runs. */
export function mintId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}

export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
