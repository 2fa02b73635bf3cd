import { type Candidate, type Claimant, type ClaimConsidered, type DebtCandidate, makesOwe } from '../domain/credit.ts';
import type { Identifier } from '../domain/identity.ts';
import { decimalOf } from '../domain/money.ts';
import type { ReceiptRow } from '../domain/receipt.ts';
import { isoOf } from '../domain/time.ts';
import type { ToldEarning } from '../domain/told-earning.ts';
import { earningInWords } from '../explain/earning-words.ts';
import { amountInWords } from '../explain/phrases.ts';
import { claimantTitle } from '../explain/touch-words.ts';
import {
  ATTRIBUTION_WORDS,
  CLAIM_WORDS,
  CLAIMANT_WORDS,
  channelInWords,
  DEBT_RULE_WORDS,
  DEBT_WORDS,
  explainCredit,
  RECEIPT_WORDS,
} from '../explain/verdicts.ts';
import type { ShownConversion } from '../reports/conversions.ts';
import { type Account, claimantsIn } from '../reports/receipts.ts';
import { type Html, html, raw } from './html.ts';

/** A conversion, the touches that led to it and the reason of its credit, in words, as one page without scripts. */
export function renderReceiptPage(
  { conversion, receipts, earnings, affiliate_names }: Account,
  expiresAt: number,
): string {
  const { row, status } = conversion;
  const { credit } = row;
  const amount =
    row.amount_minor === null || row.currency === null
      ? 'No amount'
      : `${decimalOf(row.amount_minor, row.currency)} ${row.currency}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Receipt · ${row.order_id ?? row.id}</title>
<style>${raw(RECEIPT_STYLE)}</style>
</head>
<body>
<main>
<header>
  <p class="brand">Clickstitch <span>receipt</span></p>
  <h1>${amount}</h1>
  <p class="what">${row.name}${row.order_id === null ? '' : ` · order ${row.order_id}`} · ${time(row.occurred_at)}</p>
  <p class="badge ${status}">${status === 'verified' ? 'Verified by the shop’s server' : 'Unverified: only a browser said so'}</p>
</header>

<section class="answers">
  <div class="answer">
    <h2>Which click earned it</h2>
    ${
      credit.attributed_to
        ? html`<p class="lead">${channelInWords(credit.attributed_to.channel)}${credit.attributed_to.source ? html` <b>${credit.attributed_to.source}</b>` : ''}</p>
    <dl>
      ${entry('Campaign', credit.attributed_to.campaign)}
      ${entry('Click', credit.attributed_to.click_id)}
      ${entry('Arrived', time(credit.attributed_to.occurred_at))}
      ${entry('Before the sale', span(row.occurred_at - credit.attributed_to.occurred_at))}
    </dl>`
        : html`<p class="lead">none</p><p>No touch is known in the window before the sale.</p>`
    }
  </div>
  <div class="answer">
    <h2>Whom it makes us owe</h2>
    ${
      credit.owed_to
        ? html`<p class="lead"><b>${affiliate_names[credit.owed_to.affiliate_id] ?? credit.owed_to.affiliate_id}</b></p>
    <dl>
      ${entry('Code', credit.owed_to.code)}
      ${entry('Affiliate', credit.owed_to.affiliate_id)}
      ${entry('Referral', credit.owed_to.referral_id)}
      ${entry('Click', credit.owed_to.click_id)}
    </dl>`
        : html`<p class="lead">nobody</p>`
    }
    <p>${DEBT_RULE_WORDS[credit.debt_rule]}</p>
  </div>
</section>

${list('What it earns', earnings, earningItem)}
${list('Touches that were looked at', credit.candidates, touchItem)}
${credit.more_candidates > 0 ? html`<p class="more">and ${credit.more_candidates} older ones</p>` : ''}
${list('Who else claims it', claimantsIn(credit), (claimant) => claimantItem(claimant, affiliate_names))}
${list('Affiliate touches', credit.debt_candidates, (candidate) => debtItem(candidate, affiliate_names))}
${list('Browsers that reported this sale', credit.claims, claimItem)}
${list('What happened', receipts, receiptItem)}

<footer>
  <p>${foundBy(conversion)}</p>
  <p>Conversion ${row.id}. This link expires on ${time(expiresAt)}.</p>
</footer>
</main>
</body>
</html>`.text;
}

function list<Item>(title: string, items: readonly Item[], render: (item: Item) => Html): Html | string {
  if (items.length === 0) return '';
  return html`<section><h2>${title}</h2><ol>${items.map(render)}</ol></section>`;
}

function touchItem(candidate: Candidate): Html {
  const { channel, source, campaign, click_id, occurred_at, verdict } = candidate;
  return html`<li class="${verdict === 'last_touch' ? 'won' : 'lost'}">
  <p class="line"><b>${channelInWords(channel)}${source ? ` · ${source}` : ''}${campaign ? ` · ${campaign}` : ''}</b> <time>${time(occurred_at)}</time></p>
  <p>${ATTRIBUTION_WORDS[verdict]}${click_id === null ? '' : html` <code>${click_id}</code>`}</p>
</li>`;
}

function debtItem(candidate: DebtCandidate, names: Readonly<Record<string, string>>): Html {
  const { code, affiliate_id, click_id, occurred_at, verdict } = candidate;
  return html`<li class="${makesOwe(verdict) ? 'won' : 'lost'}">
  <p class="line"><b>${names[affiliate_id] ?? affiliate_id}${code === null ? '' : ` · ${code}`}</b> <time>${time(occurred_at)}</time></p>
  <p>${DEBT_WORDS[verdict]}${click_id === null ? '' : html` <code>${click_id}</code>`}</p>
</li>`;
}

/** How each cent came about, from the incentive to the payout. */
function earningItem(told: ToldEarning): Html {
  const { earning, affiliate_name } = told;
  return html`<li class="${earning.due_minor > 0 ? 'won' : 'lost'}">
  <p class="line"><b>${affiliate_name ?? earning.affiliate_id}</b> <b>${amountInWords(earning.due_minor, earning.currency)}</b></p>
  ${earningInWords(told).map((words) => html`<p>${words}</p>`)}
</li>`;
}

function claimantItem(claimant: Claimant, names: Readonly<Record<string, string>>): Html {
  const { affiliate_id, verdict } = claimant;
  const name = affiliate_id === null ? 'Nobody who is known' : (names[affiliate_id] ?? affiliate_id);
  return html`<li class="${verdict === 'won' ? 'won' : 'lost'}">
  <p class="line"><b>${name}</b> <span>${claimantTitle(claimant)}</span></p>
  <p>${CLAIMANT_WORDS[verdict]}</p>
</li>`;
}

function claimItem({ visitor_id, verdict }: ClaimConsidered): Html {
  return html`<li class="${verdict === 'linked' || verdict === 'added_context' ? 'won' : 'lost'}">
  <p class="line"><b>Visitor</b> <code>${visitor_id}</code></p>
  <p>${CLAIM_WORDS[verdict]}</p>
</li>`;
}

function receiptItem({ kind, recorded_at, replays, credit }: ReceiptRow): Html {
  const again =
    replays === 0
      ? ''
      : ` The same report came ${replays === 1 ? 'once' : `${replays} times`} more and changed nothing.`;
  return html`<li>
  <p class="line"><b>${kind.replace('_', ' ')}</b> <time>${time(recorded_at)}</time></p>
  <p>${RECEIPT_WORDS[kind]}${again}</p>
  ${credit ? html`<p class="then">The answer then: ${explainCredit(credit)}</p>` : ''}
</li>`;
}

function entry(name: string, value: string | null): Html | string {
  return value === null ? '' : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** Whoever holds the link may see how the buyer was found, but not who it is. */
function foundBy({ status, row }: ShownConversion): string {
  const named =
    status === 'verified' ? row.identifiers.map(masked) : [masked({ kind: 'visitor', value: row.visitor_id })];
  const browsers = row.credit.found_by.length;
  const looked = browsers === 0 ? 'no browser with touches' : browsers === 1 ? 'one browser' : `${browsers} browsers`;
  return `The report named ${named.length > 0 ? named.join(', ') : 'nobody'}; that led to ${looked}.`;
}

function masked({ kind, value }: Identifier): string {
  const [, domain] = value.split('@');
  return `${kind} ${value.slice(0, 2)}…${kind === 'email' && domain ? `@${domain}` : ''}`;
}

function time(at: number): string {
  return `${isoOf(at).slice(0, 19).replace('T', ' ')} UTC`;
}

function span(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 120) return `${minutes} minute${minutes === 1 ? '' : 's'}`;
  return minutes < 2_880 ? `${Math.round(minutes / 60)} hours` : `${Math.round(minutes / 1_440)} days`;
}

export const RECEIPT_STYLE = `
:root{--ink:#1d2430;--soft:#5c6675;--line:#dfe3e8;--paper:#fff;--ground:#f4f5f2;--good:#1c7a4f;--good-ground:#e8f4ed;--warn:#9a5b00;--warn-ground:#fcf1de}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:52rem;margin:2.5rem auto;padding:0 1rem}
header,section{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1.5rem 1.75rem;margin-bottom:1rem}
.brand{margin:0 0 1rem;font-weight:650;letter-spacing:-.01em}
.brand span{color:var(--soft);font-weight:400}
h1{margin:0;font-size:2.6rem;line-height:1.1;letter-spacing:-.03em;font-variant-numeric:tabular-nums}
h2{margin:0 0 .75rem;font-size:.8rem;font-weight:600;text-transform:uppercase;letter-spacing:.06em;color:var(--soft)}
p{margin:.25rem 0}
.what{color:var(--soft)}
.badge{display:inline-block;margin-top:.9rem;padding:.15rem .7rem;border-radius:99px;font-size:.85rem;font-weight:550}
.verified{background:var(--good-ground);color:var(--good)}
.unverified{background:var(--warn-ground);color:var(--warn)}
.answers{display:grid;grid-template-columns:1fr 1fr;gap:0;padding:0}
.answer{padding:1.5rem 1.75rem}
.answer+.answer{border-left:1px solid var(--line)}
.lead{margin:0 0 .75rem;font-size:1.35rem;letter-spacing:-.01em}
dl{margin:0 0 .75rem}
dl div{display:flex;gap:1rem;padding:.2rem 0;font-size:.92rem}
dt{flex:0 0 7.5rem;color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
ol{list-style:none;margin:0;padding:0}
li{padding:.7rem 0 .7rem 1rem;border-left:3px solid var(--line)}
li+li{border-top:1px solid var(--line)}
li.won{border-left-color:var(--good)}
li.lost{color:var(--soft)}
li.lost b{color:var(--ink)}
.line{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}
time{color:var(--soft);font-size:.9rem;font-variant-numeric:tabular-nums}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,monospace;overflow-wrap:anywhere}
.then,.more,footer{color:var(--soft);font-size:.9rem}
footer{padding:0 .5rem 2rem;overflow-wrap:anywhere}
@media (max-width:40rem){.answers{grid-template-columns:1fr}.answer+.answer{border-left:0;border-top:1px solid var(--line)}h1{font-size:2.1rem}header,section{padding:1.2rem}.answers{padding:0}}
`;
