import { describedPaths } from '../../packages/collector/src/http/openapi/document.ts';
import type { RouteDescription } from '../../packages/collector/src/http/openapi/operation.ts';
import { problem } from '../../packages/collector/src/wire/replies/fields.ts';

/** A reply to one of the described routes. */
export interface Reply {
  method: string;
  /** Without its query. */
  path: string;
  status: number;
  body: unknown;
}

/** Holds a reply against what is described of its route, to the last field; gives the route. Throws where it differs. */
export function conforming({ method, path, status, body }: Reply): RouteDescription {
  const route = routeOf(method, path);
  if (!route) throw new Error(`${method} ${path} is described nowhere`);
  const [, schema] = route.replies[status] ?? [];
  if (!schema && status < 400) throw new Error(`${method} ${path} answered ${status}, which is not described`);
  const parsed = (schema ?? problem).safeParse(body);
  if (parsed.success) return route;
  throw new Error(`${method} ${path} ${status}: ${parsed.error.message}\n${JSON.stringify(body)}`);
}

/** Every route that is described, by the name of its operation. */
export function describedRoutes(): RouteDescription[] {
  return Object.values(describedPaths).flatMap((methods) => Object.values(methods));
}

/** Of several paths that fit the one with fewer ids is meant. */
function routeOf(method: string, path: string): RouteDescription | undefined {
  const fitting = Object.entries(describedPaths)
    .filter(([described]) => new RegExp(`^${described.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .sort(([a], [b]) => a.split('{').length - b.split('{').length);
  const [, methods] = fitting[0] ?? [];
  return methods?.[method.toLowerCase() as 'get'];
}
