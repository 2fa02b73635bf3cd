import { setTimeout as sleep } from 'node:timers/promises';

/** The part of `fetch` that is needed. */
export type Call = (url: string, init: RequestInit) => Promise<Response>;

const ATTEMPTS = 9;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
const ANSWER_LIMIT_MS = 10_000;

/**
 * Calls until there is an answer that will not change: tries again after a network error, a 5xx, 408 or 429, waiting
 * longer each time, or as long as the other side asks for.
 * @returns the parsed body of a 2xx
 * @throws an Error that says what came instead, after any other status or the last attempt
 */
export async function callWithRetries(call: Call, url: string, init: RequestInit): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1) {
    let problem: string;
    let asked_ms = 0;
    try {
      const answer = await call(url, { ...init, signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
      const text = await answer.text();
      if (answer.ok) {
        return parseJson(text);
      }
      problem = `${answer.status} ${text.slice(0, 300)}`;
      if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) {
        throw new RefusedError(problem);
      }
      asked_ms = Number(answer.headers.get('retry-after') ?? 0) * 1000 || 0;
    } catch (error) {
      if (error instanceof RefusedError) {
        throw error;
      }
      problem = describe(error);
    }
    if (attempt === ATTEMPTS) {
      throw new Error(`no success after ${ATTEMPTS} attempts: ${problem}`);
    }
    await sleep(waitBefore(attempt, asked_ms), undefined, { ref: false });
  }
}

/** The other side has understood and said no; asking again would change nothing. */
class RefusedError extends Error {}

/** Half of the wait is left to chance, so that many callers do not come back at once. */
function waitBefore(attempt: number, asked_ms: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
  return Math.max(full * (0.5 + Math.random() / 2), Math.min(asked_ms, LONGEST_WAIT_MS));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
