import { createDocument } from 'zod-openapi';
import { VERSION } from '../version.ts';
import { configuredPaths } from './configured-paths.ts';
import { conversionPaths } from './conversion-paths.ts';
import { pathsOf } from './operation.ts';
import { peoplePaths } from './people-paths.ts';

/** Every native route that a server calls, by its path. */
export const describedPaths = { ...conversionPaths, ...configuredPaths, ...peoplePaths };

/** OpenAPI 3.1, made of the very schemas by which requests are read. */
export function openApiDocument(publicUrl: string): object {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Clickstitch',
      version: VERSION,
      description: 'Which click earned this sale, and whom do we owe for it.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl }],
    security: [{ secretKey: [] }],
    tags: [
      { name: 'Conversions', description: 'What was sold, or otherwise achieved' },
      { name: 'People', description: 'Who it was' },
      { name: 'Configuration', description: 'What reports refer to, affiliates, and keys' },
    ],
    paths: pathsOf(describedPaths),
    components: {
      securitySchemes: {
        secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key, `cs_sk_live_…` or `cs_sk_test_…`' },
      },
    },
  });
}
