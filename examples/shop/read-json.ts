import type { IncomingMessage } from 'node:http';

/** Why a body could not be read: the status to answer with, and a message for whoever sent it. */
export class BodyError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const BYTES_MAX = 16 * 1024;

/**
 * Reads a request's body as JSON.
 * @throws BodyError: 413 beyond 16 KiB, 415 for another content type, 400 for what is not JSON
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  // A form on another site can post text/plain without asking, but not this.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new BodyError(415, 'The body must be application/json.');
  }
  const bytes = await readBytes(request);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BodyError(400, 'The body is not valid JSON.');
  }
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > BYTES_MAX) {
        break;
      }
      chunks.push(chunk);
    }
  } catch {
    throw new BodyError(400, 'The body did not arrive whole.');
  }
  if (length > BYTES_MAX) {
    throw new BodyError(413, 'The body is too large.');
  }
  return Buffer.concat(chunks);
}
