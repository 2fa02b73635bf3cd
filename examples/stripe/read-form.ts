import type { IncomingMessage } from 'node:http';

const BYTES_MAX = 4_096;

/** @returns the fields of a form; none where it is too large or did not arrive whole */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > BYTES_MAX) {
        return new URLSearchParams();
      }
      chunks.push(chunk);
    }
  } catch {
    return new URLSearchParams();
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/** `false` where another site's page sent it. Browsers say so; what is no browser carries nobody's cookies. */
export function isFromOurPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) {
    return site === 'same-origin' || site === 'none';
  }
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host;
}
