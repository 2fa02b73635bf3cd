/** What a function returns; where it breaks, `undefined`: whoever asks goes on as if nobody had looked. */
export function attempt<Result>(fn: () => Result, onError: (error: unknown) => void): Result | undefined {
  try {
    return fn();
  } catch (error) {
    onError(error);
    return undefined;
  }
}
