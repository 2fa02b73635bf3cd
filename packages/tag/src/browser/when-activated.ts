/**
 * Runs `fn` once the page is really shown. A page that the browser renders ahead of a click may never be, and until then
 * nothing may be stored or sent.
 */
export function whenActivated(document: Document & { readonly prerendering?: boolean }, fn: () => void): void {
  if (document.prerendering) {
    document.addEventListener('prerenderingchange', fn, true);
  } else {
    fn();
  }
}
