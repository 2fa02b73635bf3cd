import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type Response, Router } from 'express';

interface TagFile {
  hash: string;
  etag: string;
  plain: Buffer;
  gzip: Buffer;
  brotli: Buffer;
}

/**
 * `GET /tag.js`, and `GET /tag.<hash>.js` that never changes; in the same way Affonso's pixel, which is where the vendor's
 * is, too: https://docs.affonso.io. All are compressed once, when the collector starts.
 */
export function tagRoutes(): Router {
  const router = Router();
  serve(router, ['/tag.js', '/tag.:hash.js'], readScript('tag.js'));
  serve(router, ['/js/pixel.min.js', '/affonso.js', '/affonso.:hash.js'], readScript('affonso.js'));
  return router;
}

function serve(router: Router, paths: string[], file: TagFile): void {
  router.get(paths, (request, response) => {
    const isPinned = 'hash' in request.params;
    if (isPinned && request.params['hash'] !== file.hash) {
      response.status(404).type('text').send('This version of the tag is not served (any more).\n');
      return;
    }
    response.set({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': isPinned ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ETag: file.etag,
      Vary: 'Accept-Encoding',
    });
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    sendEncoded(response, file, request.acceptsEncodings(['br', 'gzip']));
  });
}

function sendEncoded(response: Response, file: TagFile, encoding: string | false): void {
  if (encoding === 'br') response.set('Content-Encoding', 'br').end(file.brotli);
  else if (encoding === 'gzip') response.set('Content-Encoding', 'gzip').end(file.gzip);
  else response.end(file.plain);
}

function readScript(name: 'tag.js' | 'affonso.js'): TagFile {
  const plain = readFileSync(new URL(import.meta.resolve(`@clickstitch/tag/${name}`)));
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 12);
  return { hash, etag: `"${hash}"`, plain, gzip: gzipSync(plain), brotli: brotliCompressSync(plain) };
}
