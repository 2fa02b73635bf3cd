// @ts-check
/** Shows what the collector says now, once a second while the page is looked at. */

const earned = /** @type {HTMLElement} */ (document.getElementById('earned'));
let shown = '';

setInterval(async () => {
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch('/earnings/part');
    const part = await answer.text();
    if (answer.ok && part !== shown) {
      shown = part;
      earned.innerHTML = part;
    }
  } catch {
    // The shop is being started anew; what was shown stays.
  }
}, 1000);
