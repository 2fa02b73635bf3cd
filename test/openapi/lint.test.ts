import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { openApiDocument } from '../../packages/collector/src/http/openapi/document.ts';

test('the OpenAPI document is what OpenAPI 3.1 says it should be, and nothing in it is left unsaid', async () => {
  const document = openApiDocument('https://collector.test');
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  assert.deepEqual(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`),
    [],
  );
});
