import { createDocument } from 'zod-openapi';
import { VERSION } from '../version.ts';
import { affiliatePaths } from './affiliate-paths.ts';
import { configuredPaths } from './configured-paths.ts';
import { connectionPaths } from './connection-paths.ts';
import { conversionPaths } from './conversion-paths.ts';
import { earningPaths } from './earning-paths.ts';
import { exchangeRatePaths } from './exchange-rate-paths.ts';
import { pathsOf } from './operation.ts';
import { payoutPaths } from './payout-paths.ts';
import { peoplePaths } from './people-paths.ts';
import { portalPaths } from './portal-paths.ts';
import { programPaths } from './program-paths.ts';
import { tagPaths } from './tag-paths.ts';

/** Every native route that a server calls, by its path. */
export const describedPaths = {
  ...conversionPaths,
  ...configuredPaths,
  ...connectionPaths,
  ...affiliatePaths,
  ...earningPaths,
  ...exchangeRatePaths,
  ...payoutPaths,
  ...peoplePaths,
  ...portalPaths,
  ...programPaths,
  ...tagPaths,
};

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
      { name: 'Portal', description: 'What an affiliate sees of their own' },
      { name: 'Affiliates', description: 'Who is rewarded, and the links and coupons that are theirs' },
      { name: 'Earnings', description: 'What sales make you owe, and who was referred by whom' },
      { name: 'Programs', description: 'What affiliates are rewarded by, exchange rates, and what was paid' },
      { name: 'Configuration', description: 'What reports refer to, and keys' },
    ],
    paths: pathsOf(describedPaths),
    components: {
      securitySchemes: {
        portalToken: { type: 'http', scheme: 'bearer', description: 'A token of one affiliate, which expires' },
        secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key, `cs_sk_live_…` or `cs_sk_test_…`' },
      },
    },
  });
}
