import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, gzip, gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';

/** A file in each encoding that a browser may ask for. */
export interface EncodedFile {
  /** Of its content: other content has another. */
  hash: string;
  plain: Buffer;
  gzip: Buffer;
  brotli: Buffer;
}

/** At once, for what is made before anybody waits. */
export function encodeFileSync(plain: Buffer): EncodedFile {
  return { hash: hashOf(plain), plain, gzip: gzipSync(plain), brotli: brotliCompressSync(plain) };
}

/** The same beside what else is done. */
export async function encodeFile(plain: Buffer): Promise<EncodedFile> {
  const [gzipped, brotli] = await Promise.all([promisify(gzip)(plain), promisify(brotliCompress)(plain)]);
  return { hash: hashOf(plain), plain, gzip: gzipped, brotli };
}

/** Sends a file in the best encoding that is asked for, unless the browser has it already. */
export function sendEncoded(request: Request, response: Response, file: EncodedFile): void {
  response.set({ ETag: `"${file.hash}"`, Vary: 'Accept-Encoding' });
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const encoding = request.acceptsEncodings(['br', 'gzip']);
  if (encoding === 'br') response.set('Content-Encoding', 'br').end(file.brotli);
  else if (encoding === 'gzip') response.set('Content-Encoding', 'gzip').end(file.gzip);
  else response.end(file.plain);
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
