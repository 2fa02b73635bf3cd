import { z } from 'zod';
import { apiKeyQuery, newApiKey } from '../../wire/api-key.ts';
import { newClick } from '../../wire/click.ts';
import { contactPatch, contactsQuery, newContact } from '../../wire/contact.ts';
import { listQuery } from '../../wire/conversion.ts';
import { conversionTypePatch, newConversionType } from '../../wire/conversion-type.ts';
import {
  apiKeyReply,
  clickReply,
  contactReply,
  conversionTypeReply,
  newApiKeyReply,
  sourceReply,
} from '../../wire/replies/configured.ts';
import { dataOf, itemsOf, pageOf } from '../../wire/replies/fields.ts';
import { newSource, sourcePatch } from '../../wire/source.ts';
import type { PathDescription } from './operation.ts';

interface Resource {
  /** As operations name it, singular and plural. */
  one: string;
  many: string;
  words: string;
  created: z.ZodType;
  patch: z.ZodType;
  query: z.ZodObject;
  reply: z.ZodType;
}

const tag = 'Configuration';

export const configuredPaths: Readonly<Record<string, PathDescription>> = {
  ...resource('/v1/conversion-types', {
    one: 'ConversionType',
    many: 'ConversionTypes',
    words: 'conversion type',
    created: newConversionType,
    patch: conversionTypePatch,
    query: listQuery,
    reply: conversionTypeReply,
  }),
  ...resource('/v1/sources', {
    one: 'Source',
    many: 'Sources',
    words: 'source',
    created: newSource,
    patch: sourcePatch,
    query: listQuery,
    reply: sourceReply,
  }),
  ...contacts(),
  '/v1/clicks': {
    post: {
      id: 'createClick',
      summary: 'Report a click that your server saw',
      tag,
      scope: 'write',
      body: newClick,
      replies: { 201: ['It was recorded', dataOf(clickReply)] },
      fails: [404],
    },
  },
  '/v1/api-keys': {
    post: {
      id: 'createApiKey',
      summary: 'Make a key; it is shown once',
      tag,
      scope: 'keys',
      body: newApiKey,
      replies: { 201: ['It was made', dataOf(newApiKeyReply)] },
    },
    get: {
      id: 'listApiKeys',
      summary: 'List keys, without the keys themselves',
      tag,
      scope: 'keys',
      query: apiKeyQuery,
      replies: { 200: ['A page', pageOf(apiKeyReply)] },
    },
  },
  '/v1/api-keys/{id}': {
    delete: {
      id: 'revokeApiKey',
      summary: 'Revoke a key; it is refused everywhere within two seconds',
      tag,
      scope: 'keys',
      replies: { 200: ['As it is now', dataOf(apiKeyReply)] },
      fails: [404],
    },
  },
};

function contacts(): Readonly<Record<string, PathDescription>> {
  const paths = resource('/v1/contacts', {
    one: 'Contact',
    many: 'Contacts',
    words: 'contact',
    created: newContact,
    patch: contactPatch,
    query: contactsQuery,
    reply: contactReply,
  });
  const { post, ...rest } = paths['/v1/contacts'] ?? {};
  if (!post) return paths;
  const one = dataOf(contactReply);
  return {
    ...paths,
    '/v1/contacts': {
      ...rest,
      post: {
        ...post,
        summary: 'Enter a lead, contact or customer, or up to 1,000 of them',
        body: z.union([newContact, z.array(newContact).min(1).max(1_000)]),
        replies: {
          200: ['Of one: it was known already. Of several: what became of each', z.union([one, itemsOf(contactReply)])],
          201: ['It was entered', one],
        },
      },
    },
  };
}

/** Something that is created, listed, read, changed and deleted, and does nothing else. */
function resource(path: string, of: Resource): Readonly<Record<string, PathDescription>> {
  const one = dataOf(of.reply);
  return {
    [path]: {
      post: {
        id: `create${of.one}`,
        isIdempotent: true,
        summary: `Create a ${of.words}`,
        tag,
        scope: 'write',
        body: of.created,
        replies: { 200: ['It was known already', one], 201: ['It was created', one] },
      },
      get: {
        id: `list${of.many}`,
        summary: `List ${of.words}s, newest first`,
        tag,
        scope: 'read',
        query: of.query,
        replies: { 200: ['A page', pageOf(of.reply)] },
      },
    },
    [`${path}/{id}`]: {
      get: {
        id: `read${of.one}`,
        summary: `Read a ${of.words}`,
        tag,
        scope: 'read',
        replies: { 200: ['It', one] },
        fails: [404],
      },
      patch: {
        id: `update${of.one}`,
        summary: `Change a ${of.words}`,
        tag,
        scope: 'write',
        body: of.patch,
        replies: { 200: ['As it is now', one] },
        fails: [404],
      },
      delete: {
        id: `delete${of.one}`,
        summary: `Delete a ${of.words}; what refers to it keeps it`,
        tag,
        scope: 'write',
        replies: { 200: ['As it was', one] },
        fails: [404],
      },
    },
  };
}
