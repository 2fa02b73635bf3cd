import { connectionPatch, connectionsQuery, newConnection } from '../../wire/connection.ts';
import { connectionReply } from '../../wire/replies/connection.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import type { PathDescription } from './operation.ts';

const tag = 'Configuration';
const shown = dataOf(connectionReply);

export const connectionPaths: Readonly<Record<string, PathDescription>> = {
  '/v1/connections': {
    post: {
      id: 'createConnection',
      summary: 'Connect an account at a payment provider, whose webhooks are taken from then on',
      tag,
      scope: 'write',
      body: newConnection,
      example: { provider: 'stripe', secret: 'whsec_0123456789abcdef', settings: { commission_on: { tax: false } } },
      replies: { 201: ['It was created; `url` is what to enter at the provider', shown] },
    },
    get: {
      id: 'listConnections',
      summary: 'List connections with what was delivered, newest first',
      tag,
      scope: 'read',
      query: connectionsQuery,
      replies: { 200: ['A page', pageOf(connectionReply)] },
    },
  },
  '/v1/connections/{id}': {
    get: {
      id: 'readConnection',
      summary: 'Read a connection and what was delivered',
      tag,
      scope: 'read',
      replies: { 200: ['It', shown] },
      fails: [404],
    },
    patch: {
      id: 'updateConnection',
      summary: 'Change a connection',
      tag,
      scope: 'write',
      body: connectionPatch,
      replies: { 200: ['As it is now', shown] },
      fails: [404],
    },
    delete: {
      id: 'deleteConnection',
      summary: 'Delete a connection; what is delivered there from then on is refused',
      tag,
      scope: 'write',
      replies: { 200: ['As it was', shown] },
      fails: [404],
    },
  },
};
