/** The collector did not do what it was asked: the status that it answered, or 0 where it cannot be reached. */
export class CollectorError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Asks the collector's native API, and resolves with what it answers. Rejects with a CollectorError. */
export type AskCollector = <Reply>(method: string, path: string, body?: object) => Promise<Reply>;

const TIMEOUT_MS = 10_000;

export function createCollector(url: string, secretKey: string): AskCollector {
  return async <Reply>(method: string, path: string, body?: object) => {
    let response: Response;
    try {
      response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${secretKey}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.ok) {
        return (await response.json()) as Reply;
      }
    } catch (error) {
      throw new CollectorError(0, `The collector at ${url} cannot be reached: ${String(error)}`);
    }
    const said = await response.text();
    throw new CollectorError(response.status, `${method} ${path} answered ${response.status}: ${said}`);
  };
}
