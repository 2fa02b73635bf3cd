// @ts-check
/** Reports the purchase to Clickstitch, then shows what its collector made of it. */

const order = /** @type {HTMLElement} */ (document.getElementById('order'));
const { orderId = '', value, currency } = order.dataset;

// The order's id makes this count once, however often the page is loaded.
window.track?.('purchase', { order_id: orderId, value: Number(value), currency });

const ASK_EVERY_MS = 700;
const ASK_UNTIL = Date.now() + 20_000;

void ask();

async function ask() {
  let report;
  try {
    const answer = await fetch(`/orders/${encodeURIComponent(orderId)}`);
    report = answer.ok ? (await answer.json()).report : undefined;
  } catch {
    // Asked again below.
  }
  if (report?.state === 'confirmed') {
    show('confirmation', 'done', 'The payment is in, and the order counts.');
    show('credit', 'done', creditInWords(report));
    showWhy(report.why_url);
  } else if (report?.state === 'refused') {
    show('confirmation', 'failed', 'The collector did not take the report; the shop’s log says why.');
  } else if (Date.now() < ASK_UNTIL) {
    setTimeout(ask, ASK_EVERY_MS);
  } else {
    show('confirmation', 'failed', 'Still waiting. Reload this page to look again.');
  }
}

/**
 * @param {string} id
 * @param {'done' | 'failed'} state
 * @param {string} text
 */
function show(id, state, text) {
  const step = document.getElementById(id);
  const words = step?.querySelector('span');
  step?.classList.add(state);
  if (words) {
    words.textContent = text;
  }
}

/** @param {{credit: {channel: string | null, source: string | null, campaign: string | null} | null, affiliate: string | null}} report */
function creditInWords({ credit, affiliate }) {
  const touch = [credit?.source ?? credit?.channel, credit?.campaign].filter(Boolean).join(' · ');
  const earned = credit === null ? 'No ad or link earned it: nobody was sent here.' : `It goes to ${touch}.`;
  return affiliate === null ? earned : `${earned} The affiliate with the code “${affiliate}” is owed for it.`;
}

/** @param {string | null} url */
function showWhy(url) {
  const why = document.getElementById('why');
  const link = why?.querySelector('a');
  if (url && why && link) {
    link.href = url;
    why.hidden = false;
  }
}
