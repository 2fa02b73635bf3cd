import type { Request, RequestHandler, Response } from 'express';
import type { Dialect } from '../dialects/dialect.ts';
import { dialectOfKey } from '../domain/dialect.ts';
import { keyIn } from './authenticate.ts';

/** Where our own API is; a vendor's that is there too is told by the key. */
const NATIVE_ROOT = '/v1';

/** Whose words a request is made in, and so those in which it is answered, whatever comes of it. */
export interface Spoken {
  dialect: Dialect;
  /** The path names the dialect, so keys of ours are taken too. */
  isNamed: boolean;
}

/** The dialect that a request speaks; `undefined` where it is made in our own words. */
export function spokenIn(response: Response): Spoken | undefined {
  return response.locals['spoken'];
}

/** Every path under which a request may be a vendor's; `nativeRoots`: those under which we have something. */
export function vendorPaths(dialects: readonly Dialect[], nativeRoots: readonly string[]): string[] {
  return [...dialects.map(({ name }) => `/${name}`), ...rootsOf(dialects, nativeRoots).map(({ root }) => root)];
}

/**
 * Notes the dialect that a request speaks, before anything can go wrong with it. The path decides; where ours and a
 * vendor's are the same, the key does, by how it begins.
 */
export function noteDialect(dialects: readonly Dialect[], nativeRoots: readonly string[]): RequestHandler {
  const roots = rootsOf(dialects, nativeRoots);

  function dialectAt(request: Request): Spoken | undefined {
    const path = request.path.toLowerCase();
    const named = dialects.find(({ name }) => isUnder(path, `/${name}`));
    if (named) return { dialect: named, isNamed: true };
    const own = roots.find(({ root }) => isUnder(path, root))?.dialect;
    if (own) return { dialect: own, isNamed: false };
    if (!isUnder(path, NATIVE_ROOT)) return undefined;
    const name = dialectOfKey(keyIn(request, 'bearer') ?? '');
    const dialect = dialects.find((one) => one.name === name);
    return dialect && { dialect, isNamed: false };
  }

  return (request, response, next) => {
    response.locals['spoken'] = dialectAt(request);
    next();
  };
}

/** The first two segments of each path of a vendor: what is under them is the vendor's, unless it is ours as well. */
function rootsOf(dialects: readonly Dialect[], nativeRoots: readonly string[]): { root: string; dialect: Dialect }[] {
  return dialects.flatMap((dialect) => {
    const paths = [...dialect.routes, ...(dialect.publicRoutes ?? [])].map(({ path }) => path);
    const roots = new Set(paths.map((path) => path.split('/').slice(0, 3).join('/')));
    return [...roots].filter((root) => !nativeRoots.includes(root)).map((root) => ({ root, dialect }));
  });
}

function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
