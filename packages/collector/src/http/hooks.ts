import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { AppError } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';
import { directory } from '../domain/schema.ts';
import type { DirectoryRow } from '../domain/workspace.ts';
import { providers } from '../providers/providers.ts';
import type { HttpContext } from './context.ts';
import { type Connected, takeDelivery } from './operations/take-delivery.ts';
import { appErrorOf, problemDetails, problemOf } from './problem.ts';

/** Events of some providers hold whole invoices; 1 MiB is many times the largest. */
const BODY_MAX = 1_048_576;

/** `POST /hooks/:connection_id`: where payment providers deliver their events, each signed. */
export function hookRoutes(context: HttpContext): Router {
  const router = Router();

  // What is signed are the bytes that came, so they are not touched before they are verified.
  router.post('/:id', express.raw({ type: () => true, limit: BODY_MAX, inflate: false }), async (request, response) => {
    const connected = await findConnected(context, String(request.params['id']));
    const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value === undefined ? value : String(value)]),
    );
    const data = await takeDelivery(context, connected, { body, headers, received_at: context.now() });
    response.status(200).json({ data });
  });

  router.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    const shown = appErrorOf(error, String(request.id));
    if (shown.code === 'internal') return next(error);
    const { status, headers } = problemOf(shown);
    const { 'WWW-Authenticate': _, ...rest } = headers;
    const problem = { ...problemDetails(shown), ...inOwnWords(shown) };
    response
      .status(problem.status ?? status)
      .set(rest)
      .send(JSON.stringify(problem));
  });

  return router;
}

/** The connection with our id, in whatever workspace. Throws `not_found`. */
async function findConnected(context: HttpContext, id: string): Promise<Connected> {
  const [entry] = await context.reader.find<DirectoryRow>(directory, 'key', ['connection', digestOf(id)]);
  const found = entry && (await context.ask('read_connected', { workspace_id: entry.workspace_id, id: entry.ref_id }));
  const provider = found && providers[found.connection.provider];
  if (found && provider) return { ...found, provider };
  throw new AppError('not_found', 'There is no such connection (any more).', {
    field: 'connection_id',
    hint: 'clickstitch connections list shows them with their URLs.',
  });
}

/** What is not about a key, though its code is; and what was understood, and cannot be stored here. */
function inOwnWords({ code, detail }: AppError): { title?: string; status?: number; hint?: string } {
  if (code === 'unauthorized') return { title: 'The event is not signed well' };
  if (code === 'forbidden') return { title: 'The event does not belong here' };
  if (code !== 'invalid' || detail.field !== 'currency') return {};
  const hint = 'Run a version that knows it. What the provider delivers again until then is recorded.';
  return { title: 'The currency is not known here', status: 422, hint };
}
