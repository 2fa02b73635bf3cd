import { z } from 'zod';
import { newAlias, newIdentify } from '../../wire/identify.ts';
import { pageQuery, peopleQuery } from '../../wire/people.ts';
import { dataOf, pageOf } from '../../wire/replies/fields.ts';
import { edgeReply, entryReply, erasureReply, personReply, sessionReply } from '../../wire/replies/person.ts';
import type { PathDescription } from './operation.ts';

const tag = 'People';
const person = dataOf(personReply);

export const peoplePaths: Readonly<Record<string, PathDescription>> = {
  '/v1/identify': {
    post: {
      id: 'identify',
      summary: 'Say that identifiers are one person’s',
      tag,
      scope: 'write',
      body: newIdentify,
      replies: { 200: ['It was known already', person], 201: ['It was recorded', person] },
    },
  },
  '/v1/alias': {
    post: {
      id: 'alias',
      summary: 'Say that two user ids are one person’s',
      tag,
      scope: 'write',
      body: newAlias,
      replies: { 200: ['It was known already', person], 201: ['It was recorded', person] },
    },
  },
  '/v1/people': {
    get: {
      id: 'listPeople',
      summary: 'Find people, or list the newest',
      tag,
      scope: 'read',
      query: peopleQuery,
      replies: { 200: ['A page', pageOf(personReply)] },
    },
  },
  '/v1/people/{id}': {
    get: {
      id: 'readPerson',
      summary: 'Read what names a person, and their devices',
      tag,
      scope: 'read',
      replies: { 200: ['They', person] },
      fails: [404],
    },
    delete: {
      id: 'erasePerson',
      summary: 'Erase a person: a pseudonym takes the place of all that names them',
      tag,
      scope: 'write',
      replies: { 200: ['What was erased', dataOf(erasureReply)] },
      fails: [404],
    },
  },
  '/v1/people/{id}/edges': {
    get: {
      id: 'listEdges',
      summary: 'List every link that anybody stated about a person, and what became of it',
      tag,
      scope: 'read',
      replies: {
        200: ['All of them', dataOf(z.array(edgeReply)).extend({ is_cut: z.boolean() })],
      },
      fails: [404],
    },
  },
  '/v1/people/{id}/edges/{edge_id}': {
    delete: {
      id: 'removeEdge',
      summary: 'Say that a link is wrong: it links nobody any more',
      tag,
      scope: 'write',
      replies: { 200: ['As it is now', dataOf(edgeReply)] },
      fails: [404],
    },
  },
  '/v1/people/{id}/timeline': {
    get: {
      id: 'readTimeline',
      summary: 'List what happened to a person, newest first',
      tag,
      scope: 'read',
      query: pageQuery,
      replies: { 200: ['A page', pageOf(entryReply)] },
      fails: [404],
    },
  },
  '/v1/people/{id}/sessions': {
    get: {
      id: 'listSessions',
      summary: 'List the visits of a person, newest first',
      tag,
      scope: 'read',
      query: pageQuery,
      replies: { 200: ['A page', pageOf(sessionReply)] },
      fails: [404],
    },
  },
};
