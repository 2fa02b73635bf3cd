import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BatchAnswer } from '@clickstitch/tag/wire';
import { isProof } from '../auth/identity-proof.ts';
import type { RecordEvent } from '../domain/command.ts';
import { AppError } from '../domain/errors.ts';
import { isBlockedValue } from '../domain/identity.ts';
import { type IntakenBatch, intakeBatch } from '../intake/batch.ts';
import { clockErrorOf } from '../intake/clock.ts';
import { envelope } from '../wire/batch.ts';
import { parseJson } from '../wire/json.ts';
import { parse } from '../wire/parse.ts';
import type { HttpContext } from './context.ts';
import { pageCaller } from './page-caller.ts';
import { appErrorOf, problemOf } from './problem.ts';
import { readBody } from './read-body.ts';

const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'no-store',
};

const PREFLIGHT = {
  ...CORS,
  'Access-Control-Allow-Methods': 'POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Max-Age': '86400',
};

/**
 * `POST /e`: a batch of events from a browser on whatever origin. Answers 202 after what it took is on disk.
 *
 * It is a plain `node:http` handler and is called before Express sees the request, because it is the one route that
 * every page view pays for; `docs/benchmarks.md` has what that saves.
 */
export function createCollect(context: HttpContext): (request: IncomingMessage, response: ServerResponse) => void {
  async function collect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS') return send(response, 204, PREFLIGHT, '');
    if (request.method !== 'POST') {
      throw new AppError('invalid', `This path takes POST, not ${request.method}.`, {
        hint: 'Send the batch by POST.',
      });
    }
    const received_at = context.now();
    const text = await readBody(request, context.maxBodyBytes);
    const { batch, caller, was_cleaned } = await open(text, request.headers.origin);
    const taken = intakeBatch(batch.events, {
      workspace_id: caller.workspace_id,
      visitor_id: batch.visitor_id,
      received_at,
      clock_error: clockErrorOf(batch.sent_at, received_at),
      is_bot: context.isBot(request.headers['user-agent']),
      currency: caller.currency,
      isProof: (userHash, userId) => isProof(userHash, userId, caller.identity_secret),
      was_cleaned,
    });
    const answer = await commit(taken, text.length);
    send(response, statusOf(answer), { ...CORS, 'Content-Type': 'application/json' }, JSON.stringify(answer));
  }

  async function open(text: string, origin: string | undefined) {
    const { value, was_cleaned } = parseJson(text);
    const batch = parse(envelope, value);
    const caller = await pageCaller(context, batch.key, origin);
    if (isBlockedValue(batch.visitor_id)) {
      throw new AppError('invalid', `visitor_id: ${batch.visitor_id} names nobody`, {
        field: 'visitor_id',
        hint: 'Send a random id that stays with the browser.',
      });
    }
    return { batch, caller, was_cleaned };
  }

  async function commit({ commands, rejected }: IntakenBatch, bytes: number): Promise<BatchAnswer> {
    const answer: BatchAnswer = { accepted: 0, duplicates: 0, rejected };
    const outcomes = commands.length > 0 ? await context.queue.submit(commands, bytes) : [];
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.status === 'recorded') answer.accepted += 1;
      else if (outcome.status === 'duplicate') answer.duplicates += 1;
      else answer.rejected.push(failed(commands, at, 'message' in outcome ? outcome.message : outcome.reason));
    }
    return answer;
  }

  function failed(commands: readonly RecordEvent[], at: number, message: string): BatchAnswer['rejected'][number] {
    context.log.error({ event_id: commands[at]?.id, err: message }, 'an event could not be stored');
    return { index: at, id: commands[at]?.id ?? null, reason: 'internal', field: '' };
  }

  return (request, response) => {
    collect(request, response).catch((error: unknown) => {
      const shown = appErrorOf(error, undefined);
      if (shown.code === 'internal') context.log.error({ err: error }, 'POST /e failed');
      const { status, headers, body } = problemOf(shown);
      // What is left of a body that was refused is not read, so the connection cannot be used again.
      send(response, status, { ...CORS, ...headers, ...(request.complete ? {} : { Connection: 'close' }) }, body);
    });
  };
}

/** A batch of which nothing was kept is the sender's fault, unless it was a defect of ours: then it may come again. */
function statusOf({ accepted, duplicates, rejected }: BatchAnswer): number {
  if (accepted + duplicates > 0) return 202;
  return rejected.some(({ reason }) => reason === 'internal') ? 500 : 400;
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
