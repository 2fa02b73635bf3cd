import { type Html, html } from './html.ts';
import type { EarningStatus, Sum } from './replies.ts';

/** An amount as it is written, such as `€48.50`; of what is no currency of ISO 4217, with its code behind. */
export function moneyInWords({ amount, currency }: Pick<Sum, 'amount' | 'currency'>): string {
  if (currency === null) {
    return '–';
  }
  if (!/^[A-Z]{3}$/.test(currency)) {
    return `${amount} ${currency}`;
  }
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount);
}

const DAY = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const MINUTE = new Intl.DateTimeFormat('en', {
  ...{ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  timeZone: 'UTC',
});

/** A day, such as `December 20, 2026`. */
export function dayOf(iso: string): Html {
  return html`<time datetime="${iso}">${DAY.format(new Date(iso))}</time>`;
}

/** A moment in UTC, such as `Nov 20, 2026, 10:00`. */
export function momentOf(iso: string): Html {
  return html`<time datetime="${iso}" title="UTC">${MINUTE.format(new Date(iso))}</time>`;
}

export function countInWords(count: number, one: string, many: string): string {
  return `${new Intl.NumberFormat('en').format(count)} ${count === 1 ? one : many}`;
}

const STATUS: Record<string, [label: string, tone: 'good' | 'calm' | 'wait' | 'off']> = {
  none: ['No earning', 'off'],
  pending: ['On hold', 'wait'],
  awaiting_rate: ['Waiting for a rate', 'wait'],
  awaiting_review: ['Under review', 'wait'],
  declined: ['Declined', 'off'],
  ready: ['Ready to be paid', 'calm'],
  processing: ['On its way', 'calm'],
  reversed: ['Taken back', 'off'],
  draft: ['Being prepared', 'wait'],
  approved: ['On its way', 'calm'],
  paid: ['Paid', 'good'],
  failed: ['Did not arrive', 'wait'],
  canceled: ['Canceled', 'off'],
  reopened: ['Paid by another', 'off'],
  open: ['Open', 'wait'],
  trialing: ['On trial', 'wait'],
  complete: ['Complete', 'good'],
  refunded: ['Given back', 'off'],
  partial_refunded: ['Partly given back', 'wait'],
};

/** The state of an earning, a payout or a sale, as a badge; the word says it, the color only helps. */
export function badge(status: EarningStatus | string): Html {
  const [label, tone] = STATUS[status] ?? [status, 'off'];
  return html`<span class="badge ${tone}">${label}</span>`;
}
