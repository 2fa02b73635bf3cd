import { dataOf } from '../../wire/replies/fields.ts';
import { tagSettingsReply } from '../../wire/replies/tag-settings.ts';
import { newTagSettings } from '../../wire/tag-settings.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Configuration';
const shown = dataOf(tagSettingsReply);

export const tagPaths: Readonly<Record<string, PathDescription>> = {
  '/v1/tag-settings': {
    get: {
      id: 'readTagSettings',
      summary: 'Read the settings that come with the tag',
      tag,
      scope: 'read',
      replies: { 200: ['They', shown] },
    },
    put: {
      id: 'setTagSettings',
      summary: 'Say anew what comes with the tag, in place of all that was said before',
      tag,
      scope: 'write',
      body: newTagSettings,
      example: { goals: [{ event: 'lead', url: '/thanks*', value: 20, currency: 'EUR' }], spa: false },
      replies: { 200: ['As they are now', shown] },
    },
  },
};
