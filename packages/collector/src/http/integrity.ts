import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { type EncodedFile, encodeFileSync, sendEncoded } from './encoded-file.ts';

/** `{"tag.js": {"path": "/tag.HASH.js", "integrity": "sha384-…"}, …}` of what is served: https://www.w3.org/TR/sri-2/ */
export function integrityManifest(files: Record<string, EncodedFile>): EncodedFile {
  const entries = Object.entries(files).map(([name, { hash, plain }]) => {
    const path = `/${name.replace(/js$/, `${hash}.js`)}`;
    return [name, { path, integrity: `sha384-${createHash('sha384').update(plain).digest('base64')}` }];
  });
  return encodeFileSync(Buffer.from(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`));
}

/** `GET /integrity.json`. Whoever asks, pins what is served now. */
export function sendManifest(request: Request, response: Response, manifest: EncodedFile): void {
  response.set({
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-cache',
    'Access-Control-Allow-Origin': '*',
  });
  sendEncoded(request, response, manifest);
}
