/** Puts what `/docs` is made of beside the built program, so that who installs it installs nothing else for it. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const from = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist'));
const to = join(import.meta.dirname, 'dist', 'swagger-ui');
mkdirSync(to, { recursive: true });
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE'])
  copyFileSync(join(from, file), join(to, file));
