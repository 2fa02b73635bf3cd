// @ts-check
/** Posts the order, after telling Clickstitch who is buying. */

const form = /** @type {HTMLFormElement} */ (document.getElementById('checkout'));
const problem = /** @type {HTMLElement} */ (document.getElementById('problem'));
const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const fields = new FormData(form);
  const email = String(fields.get('email')).trim();
  problem.textContent = '';
  button.disabled = true;
  try {
    const answer = await fetch('/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        product: form.dataset['product'],
        quantity: Number(form.dataset['quantity']),
        email,
        name: String(fields.get('name')),
      }),
    });
    const order = await answer.json();
    if (!answer.ok) {
      throw new Error(order.error);
    }
    // From here on the browser's earlier visits belong to this person.
    window.clickstitch?.identify({ email });
    location.assign(`/thank-you?order=${encodeURIComponent(order.order_id)}`);
  } catch (error) {
    problem.textContent =
      error instanceof TypeError
        ? 'The shop cannot be reached. Please try again.'
        : /** @type {Error} */ (error).message;
    button.disabled = false;
  }
});

// Coming back with the browser's back button must not find a dead form.
window.addEventListener('pageshow', () => {
  button.disabled = false;
});
