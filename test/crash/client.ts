import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** A request as it is sent, and sent again. */
export interface Sendable {
  /** `POST` where it says nothing. */
  method?: 'PATCH' | 'DELETE';
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked into by whoever knows what was asked.
  json: any;
}

export interface Client {
  /** Resolves with the whole answer; `undefined` where the connection ended before it was there. */
  send(sendable: Sendable): Promise<Answer | undefined>;
  /** Requests that were sent and are not answered. */
  inFlight(): number;
  close(): void;
}

/** Requests to one collector over as many kept connections as are asked for at a time. */
export function createClient(port: number): Client {
  const agent = new Agent({ keepAlive: true });
  let inFlight = 0;
  return {
    send({ method = 'POST', path, headers, body }) {
      return new Promise((resolve) => {
        let isSent = false;
        const settle = (answer: Answer | undefined) => {
          if (isSent) inFlight -= 1;
          isSent = false;
          resolve(answer);
        };
        const sent = request(
          {
            port,
            host: '127.0.0.1',
            agent,
            method,
            path,
            headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (part: string) => {
              text += part;
            });
            response.on('error', () => settle(undefined));
            response.on('close', () => {
              const { statusCode: status = 0, headers } = response;
              settle(response.complete ? { status, headers, json: jsonOf(text) } : undefined);
            });
          },
        );
        sent.on('error', () => settle(undefined));
        sent.on('finish', () => {
          isSent = true;
          inFlight += 1;
        });
        sent.end(body);
      });
    },
    inFlight: () => inFlight,
    close: () => agent.destroy(),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
