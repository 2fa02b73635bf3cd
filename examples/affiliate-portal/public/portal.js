/** Buttons with `data-copy` copy what it says, and say so. Everything else works without scripts. */

const said = document.getElementById('said');

/** @type {ReturnType<typeof setTimeout> | undefined} */
let quiet;

/** @param {HTMLElement} button */
async function copy(button) {
  const text = button.dataset['copy'] ?? '';
  let words = `Copied ${text}`;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    words = 'Could not copy; select the text and copy it yourself';
  }
  if (said === null) {
    return;
  }
  said.textContent = words;
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    said.textContent = '';
  }, 4000);
}

for (const button of document.querySelectorAll('button[data-copy]')) {
  if (button instanceof HTMLElement) {
    button.addEventListener('click', () => void copy(button));
  }
}
