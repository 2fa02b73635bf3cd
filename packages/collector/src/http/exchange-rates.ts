import { type Request, Router } from 'express';
import type { Outcome } from '../domain/command.ts';
import { dayOf } from '../domain/exchange-rate.ts';
import { intakeRates, spansOf, unknownRates } from '../intake/exchange-rates.ts';
import { isDay, type RatesFile, readRatesCsv } from '../intake/rates-csv.ts';
import { exchangeRatesQuery, newExchangeRates } from '../wire/exchange-rate.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { notHandedOut, readCursor, writeCursor } from './page-cursor.ts';
import { answered, submitAll } from './submit.ts';

/** `/v1/exchange-rates` */
export function exchangeRateRoutes(context: HttpContext): Router {
  const router = Router();

  router.post('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const received_at = context.now();
    const { rates, skipped } = readRates(request.body);
    const known = await context.ask('known_rates', { workspace_id, spans: spansOf(rates, received_at) });
    const unknown = unknownRates(rates, known);
    const taken = takenBy(await submitAll(context, intakeRates(unknown, { workspace_id, received_at })));
    const data = { taken, known: rates.length - taken, skipped_currencies: skipped };
    response.status(taken > 0 ? 201 : 200).json({ data });
  });

  router.get('/', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    const { limit, cursor, base = null, quote = null, date = null } = parse(exchangeRatesQuery, request.query);
    const question = { workspace_id, base, quote, date, limit, after: readPlace(cursor) };
    const { rows, next } = await context.ask('list_exchange_rates', question);
    response.json({
      data: rows.map((row) => ({ date: row.date, base: row.base, quote: row.quote, rate: row.rate })),
      next_cursor: next && writeCursor(Date.parse(next.date), `${next.base} ${next.quote}`),
    });
  });

  return router;
}

const OPENING_BRACE = /^\uFEFF?\s*\{/;

/** The text of a file of rates, which is no JSON, whatever its Content-Type says; `undefined` of any other request. */
export function ratesFileIn(request: Request): string | undefined {
  const isHere = request.method === 'POST' && /^\/v1\/exchange-rates\/?$/.test(request.baseUrl + request.path);
  if (!isHere || !Buffer.isBuffer(request.body) || request.is('json')) return undefined;
  const text = request.body.toString();
  return text.trim() === '' || OPENING_BRACE.test(text) ? undefined : text;
}

function readRates(body: unknown): RatesFile {
  return typeof body === 'string' || body === undefined
    ? readRatesCsv(body ?? '')
    : { ...parse(newExchangeRates, body), skipped: [] };
}

/** How many were new. Throws what the rules refused one for, where another import came between. */
function takenBy(outcomes: readonly Outcome[]): number {
  let taken = 0;
  for (const outcome of outcomes.map(answered))
    taken += outcome.status === 'recorded' ? (outcome.rates?.taken ?? 0) : 0;
  return taken;
}

function readPlace(cursor: string | undefined): { date: string; base: string; quote: string } | null {
  const place = readCursor(cursor);
  if (!place) return null;
  const [base, quote] = place.id.split(' ');
  if (base === undefined || quote === undefined || Math.abs(place.at) > 8e15) throw notHandedOut();
  const date = dayOf(place.at);
  if (!isDay(date)) throw notHandedOut();
  return { date, base, quote };
}
