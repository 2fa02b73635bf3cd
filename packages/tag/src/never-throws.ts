/** Wraps a function so that whatever goes wrong inside it stays inside: the tag must never hurt the page. */
export function neverThrows<Args extends unknown[]>(fn: (...args: Args) => void): (...args: Args) => void {
  return (...args) => {
    try {
      fn(...args);
    } catch {
      // Nobody to tell: the page is not ours.
    }
  };
}
