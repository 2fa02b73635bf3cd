import { readFileSync } from 'node:fs';

const TEMPLATE = new URL('../../packages/tag/snippet.html', import.meta.url);

/** The lines that a customer pastes into the head of every page, with the collector's URL and the publishable key. */
export function fillSnippet(endpoint: string, key: string): string {
  return readFileSync(TEMPLATE, 'utf8').trim().replaceAll('{{ENDPOINT}}', endpoint).replaceAll('{{KEY}}', key);
}
