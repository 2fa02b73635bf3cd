import { Router } from 'express';
import { AppError } from '../domain/errors.ts';
import { type Identifier, nodeOf } from '../domain/identity.ts';
import { mintId } from '../domain/ids.ts';
import type { ToldEdge } from '../domain/person.ts';
import { cleanText } from '../domain/text.ts';
import { intakeErasure } from '../intake/erasure.ts';
import { readIdentifiers } from '../intake/identify.ts';
import { parse } from '../wire/parse.ts';
import { pageQuery, peopleQuery } from '../wire/people.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { readCursor, readPlace, writeCursor, writePlace } from './page-cursor.ts';
import { viewEdge, viewPerson, viewSession } from './person-view.ts';
import { submitOne } from './submit.ts';
import { viewEntry } from './timeline-view.ts';

/** `/v1/people` */
export function peopleRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, q, ...fields } = parse(peopleQuery, cleanQuery(request.query));
    const [named, another] = readIdentifiers(fields);
    if (another || (named && q !== undefined)) {
      throw new AppError('invalid', 'People are sought by one thing at a time.', {
        hint: 'Send one identifier, or q alone.',
      });
    }
    if (named || q !== undefined) {
      const found = named
        ? await context.ask('find_people', { workspace_id, node: nodeOf(named) })
        : await context.ask('search_people', { workspace_id, q: q ?? '', limit });
      response.json({ data: found.slice(0, limit).map(viewPerson), next_cursor: null });
      return;
    }
    const place = readCursor(cursor);
    const after = place && { first_at: place.at, id: place.id };
    const { rows, next } = await context.ask('list_people', { workspace_id, limit, after });
    response.json({ data: rows.map(viewPerson), next_cursor: next && writeCursor(next.first_at, next.id) });
  });

  router.get('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const id = cleanText(request.params.id);
    const person = await context.ask('read_person', { workspace_id, id });
    if (!person) throw noPerson(id);
    response.json({ data: viewPerson(person) });
  });

  router.delete('/:id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const id = cleanText(request.params.id);
    const person = await context.ask('read_person', { workspace_id, id });
    if (!person) throw noPerson(id);
    const command = intakeErasure(person.root, { workspace_id, received_at: context.now() });
    const outcome = await submitOne(context, command);
    const erased = outcome.status === 'recorded' ? outcome.erased : undefined;
    response.json({ data: { id, pseudonym: command.pseudonym, erased } });
  });

  async function edgesOf(workspaceId: string, id: string) {
    const found = await context.ask('read_edges', { workspace_id: workspaceId, id });
    if (!found) throw noPerson(id);
    return found;
  }

  router.get('/:id/edges', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { edges, is_cut } = await edgesOf(workspace_id, cleanText(request.params.id));
    response.json({ data: edges.map(viewEdge), is_cut });
  });

  router.delete('/:id/edges/:edge_id', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { id, edge_id } = request.params;
    const { edges } = await edgesOf(workspace_id, cleanText(id));
    const edge = edges.find((one) => one.id === edge_id);
    if (!edge) {
      throw new AppError('not_found', `The person has no edge ${edge_id}.`, {
        hint: `GET /v1/people/${id}/edges lists them with their ids.`,
      });
    }
    if (edge.state !== 'removed') {
      const [from, to] = [nodeIn(edge, 'from'), nodeIn(edge, 'to')];
      const recorded_at = context.now();
      await submitOne(context, { kind: 'remove_edge', workspace_id, id: mintId(), recorded_at, from, to });
    }
    response.json({ data: viewEdge({ ...edge, state: 'removed', winner: null }) });
  });

  router.get('/:id/timeline', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const id = cleanText(request.params.id);
    const { limit, cursor } = parse(pageQuery, request.query);
    const page = await context.ask('read_timeline', { workspace_id, id, limit, after: readPlace(cursor) });
    if (!page) throw noPerson(id);
    response.json({
      data: page.entries.map((entry) => viewEntry(workspace_id, entry)),
      next_cursor: page.next && writePlace(page.next),
    });
  });

  router.get('/:id/sessions', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const id = cleanText(request.params.id);
    const { limit, cursor } = parse(pageQuery, request.query);
    const place = readCursor(cursor);
    const after = place && { started_at: place.at, visitor_id: place.id };
    const page = await context.ask('read_sessions', { workspace_id, id, limit, after });
    if (!page) throw noPerson(id);
    const { rows, next } = page;
    response.json({ data: rows.map(viewSession), next_cursor: next && writeCursor(next.started_at, next.visitor_id) });
  });

  return router;
}

function nodeIn(edge: ToldEdge, end: 'from' | 'to'): Identifier {
  const { kind, value } = edge[end];
  return { kind, value };
}

/** A URL may hold what no store can. */
function cleanQuery(query: object): object {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, typeof value === 'string' ? cleanText(value) : value]),
  );
}

function noPerson(id: string): AppError {
  return new AppError('not_found', `There is no person ${id}.`, {
    hint: 'Check the id, and that the key is of the same mode (live or test).',
  });
}
