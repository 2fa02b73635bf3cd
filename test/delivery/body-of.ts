import type { IncomingMessage } from 'node:http';

/** All that a request has to say. Throws where it ends too soon. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
