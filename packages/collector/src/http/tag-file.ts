import { readFileSync } from 'node:fs';
import { type Request, type Response, Router } from 'express';
import type { HttpContext } from './context.ts';
import { type EncodedFile, encodeFile, encodeFileSync, sendEncoded } from './encoded-file.ts';
import { createRecentlyUsed } from './recently-used.ts';
import { createTagPreamble, type Preamble } from './tag-preamble.ts';

/** Scripts with settings that are kept as they are sent, each in every encoding. */
const KEPT = 200;

/** What `tag.js` fetches by itself; the hash in the name says which version it needs. */
const FETCHED = ['tag.extra', 'tag.links', 'tag.interop', 'tag.capture', 'inspector'] as const;

/** Seconds for which browsers need not ask again. */
const PLAIN_FOR = 3_600;
const SETTINGS_FOR = 300;

/**
 * `GET /tag.js`, and `GET /tag.<hash>.js` that never changes; in the same way Affonso's pixel, which is where the vendor's
 * is, too: https://docs.affonso.io. All are compressed once, when the collector starts.
 *
 * `GET /tag.extra.<hash>.js`, `GET /inspector.<hash>.js` and the like are what `tag.js` fetches where they are needed.
 * `GET /tag.core.js` is a smaller tag, served in the same way. `?key=…` puts the settings of the key's workspace in front.
 */
export function tagRoutes(context: HttpContext): Router {
  const router = Router();
  const preamble = createTagPreamble(context);
  // First, for `core` could be a hash.
  serve(router, ['/tag.core.js', '/tag.core.:hash.js'], readScript('tag.core.js'), preamble);
  for (const name of FETCHED) serve(router, [`/${name}.js`, `/${name}.:hash.js`], readScript(`${name}.js`));
  serve(router, ['/tag.js', '/tag.:hash.js'], readScript('tag.js'), preamble);
  serve(router, ['/js/pixel.min.js', '/affonso.js', '/affonso.:hash.js'], readScript('affonso.js'));
  return router;
}

function serve(
  router: Router,
  paths: string[],
  file: EncodedFile,
  preamble?: (key: unknown) => Promise<Preamble>,
): void {
  const kept = createRecentlyUsed<Promise<EncodedFile>>(KEPT);

  router.get(paths, async (request, response) => {
    const isPinned = 'hash' in request.params;
    if (isPinned && request.params['hash'] !== file.hash) {
      response.status(404).type('text').send('This version of the tag is not served (any more).\n');
      return;
    }
    const { key } = request.query;
    if (isPinned || !preamble || key === undefined) {
      const caching = isPinned ? 'public, max-age=31536000, immutable' : `public, max-age=${PLAIN_FOR}`;
      return sendScript(request, response, file, caching);
    }
    const { line, is_makeshift } = await preamble(key);
    const caching = is_makeshift ? 'no-store' : `public, max-age=${SETTINGS_FOR}`;
    sendScript(request, response, await fileAfter(line), caching);
  });

  function fileAfter(line: string): Promise<EncodedFile> {
    const known = kept.get(line);
    if (known) return known;
    const encoded = encodeFile(Buffer.concat([Buffer.from(line), file.plain]));
    kept.set(line, encoded);
    return encoded;
  }
}

function sendScript(request: Request, response: Response, file: EncodedFile, caching: string): void {
  response.set({
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': caching,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  sendEncoded(request, response, file);
}

function readScript(name: `${(typeof FETCHED)[number] | 'tag' | 'tag.core' | 'affonso'}.js`): EncodedFile {
  return encodeFileSync(readFileSync(new URL(import.meta.resolve(`@clickstitch/tag/${name}`))));
}
