import { readFileSync } from 'node:fs';
import { type Request, type Response, Router } from 'express';
import type { HttpContext } from './context.ts';
import { type EncodedFile, encodeFile, encodeFileSync, sendEncoded } from './encoded-file.ts';
import { integrityManifest, sendManifest } from './integrity.ts';
import { createRecentlyUsed } from './recently-used.ts';
import { createTagPreamble, type Preamble } from './tag-preamble.ts';

/** Scripts with settings that are kept as they are sent, each in every encoding. */
const KEPT = 200;

/** What `tag.js` fetches by itself; the hash in the name says which version it needs. */
const FETCHED = ['tag.extra', 'tag.linker', 'tag.checkout', 'tag.interop', 'tag.capture', 'inspector'] as const;

/** Seconds for which browsers need not ask again. */
const PLAIN_FOR = 3_600;
const SETTINGS_FOR = 300;
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * `GET /tag.js`, and `GET /tag.<hash>.js` that never changes; in the same way Affonso's pixel, which is where the vendor's
 * is, too: https://docs.affonso.io. All are compressed once, when the collector starts.
 *
 * `GET /whop/<key>/s.js` is what the loader of Whop's pixel fetches where its origin is the collector's with a publishable key
 * behind it, which the script itself reads; `GET /s.js` where the page has the tag already.
 *
 * `GET /tag.extra.<hash>.js`, `GET /inspector.<hash>.js` and the like are what `tag.js` fetches where they are needed.
 * `GET /tag.core.js` is a smaller tag, served in the same way. `?key=…` puts the settings of the key's workspace in front.
 * `GET /integrity.json` tells the pinned names, and by what their content is known.
 */
export function tagRoutes(context: HttpContext): Router {
  const router = Router();
  const preamble = createTagPreamble(context);
  const files: Record<string, EncodedFile> = {};
  const file = (name: Parameters<typeof readScript>[0]) => {
    const read = readScript(name);
    files[name] = read;
    return read;
  };
  // First, for `core` could be a hash.
  serve(router, ['/tag.core.js', '/tag.core.:hash.js'], file('tag.core.js'), preamble);
  for (const name of FETCHED) servePart(router, name, file(`${name}.js`));
  serve(router, ['/tag.js', '/tag.:hash.js'], file('tag.js'), preamble);
  serve(router, ['/js/pixel.min.js', '/affonso.js', '/affonso.:hash.js'], file('affonso.js'));
  serve(router, ['/s.js', '/whop/:key/s.js'], readScript('s.js'));
  const manifest = integrityManifest(files);
  router.get('/integrity.json', (request, response) => sendManifest(request, response, manifest));
  return router;
}

/**
 * A part of the script is served by whatever hash: a page may have `tag.js` from before an update in its cache, or have it from
 * another collector, and they get along (`names.json` of the tag). Only its own hash is for ever.
 */
function servePart(router: Router, name: string, file: EncodedFile): void {
  router.get([`/${name}.js`, `/${name}.:hash.js`], (request, response) => {
    const isOwn = request.params['hash'] === file.hash;
    sendScript(request, response, file, isOwn ? FOR_EVER : `public, max-age=${SETTINGS_FOR}`);
  });
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
      const caching = isPinned ? FOR_EVER : `public, max-age=${PLAIN_FOR}`;
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

function readScript(name: `${(typeof FETCHED)[number] | 'tag' | 'tag.core' | 'affonso' | 's'}.js`): EncodedFile {
  return encodeFileSync(readFileSync(new URL(import.meta.resolve(`@clickstitch/tag/${name}`))));
}
