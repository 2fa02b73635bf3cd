import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpContext } from '../../packages/collector/src/http/context.ts';
import { nativeRoutes } from '../../packages/collector/src/http/native.ts';
import { describedPaths } from '../../packages/collector/src/http/openapi/document.ts';

test('every native route is in the OpenAPI document, and nothing else is', () => {
  // What a route needs it asks for when it is called, and none is.
  const routes = nativeRoutes({} as HttpContext).flatMap(([prefix, router]) =>
    router.stack.flatMap(({ route }) =>
      (route?.stack ?? []).map(({ method }) => `${method} ${prefix}${route?.path === '/' ? '' : route?.path}`),
    ),
  );
  const described = Object.entries(describedPaths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  assert.deepEqual(described.sort(), [...new Set(routes)].sort());
});
