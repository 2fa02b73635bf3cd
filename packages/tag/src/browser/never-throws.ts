/** Wraps a function so that whatever goes wrong inside it stays inside: the tag must never hurt the page. */
export function neverThrows<Args extends unknown[]>(
  fn: (...args: Args) => void,
  onError?: (error: unknown) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      fn(...args);
    } catch (error) {
      onError?.(error);
    }
  };
}
