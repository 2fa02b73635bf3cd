import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import type { HttpContext } from './context.ts';
import { openApiDocument } from './openapi/document.ts';

/** Swagger UI: beside the built program, or where it was installed. */
const BUILT = fileURLToPath(new URL('../swagger-ui', import.meta.url));
const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'];

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Clickstitch API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;

const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
});
`;

/** `GET /openapi.json`, and `GET /docs`, which shows it. All of it comes from here, nothing from elsewhere. */
export function apiDocsRoutes(context: HttpContext): Router {
  const router = Router();
  let document: object | undefined;

  router.get('/openapi.json', (_request, response) => {
    document ??= openApiDocument(context.publicUrl());
    response.set('Access-Control-Allow-Origin', '*').json(document);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(START);
  });
  const folder = existsSync(BUILT) ? BUILT : dirname(createRequire(import.meta.url).resolve('swagger-ui-dist'));
  for (const file of FILES) router.use(`/docs/${file}`, express.static(join(folder, file), { maxAge: '1d' }));

  return router;
}
