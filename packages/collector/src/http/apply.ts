import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../domain/errors.ts';
import { digestOf } from '../domain/ids.ts';
import type { ProgramRow } from '../domain/program.ts';
import { directory } from '../domain/schema.ts';
import { cleanText } from '../domain/text.ts';
import type { DirectoryRow } from '../domain/workspace.ts';
import { applicantOf, faultsIn, intakeApplication } from '../intake/application.ts';
import { application, applicationInForm, type GivenApplication, TRAP_FIELD } from '../wire/application.ts';
import { parseJsonBody } from '../wire/json.ts';
import { parse } from '../wire/parse.ts';
import { APPLY_STYLE, type FormState, renderAppliedPage, renderApplyPage, renderNoProgramPage } from './apply-page.ts';
import type { HttpContext } from './context.ts';
import { appErrorOf, problemOf } from './problem.ts';
import { submitOne } from './submit.ts';

const BODY_MAX = 65_536;
const MINUTE = 60_000;
/** From one address in a minute; whole offices share one. */
const APPLICATIONS_A_MINUTE = 10;
/** ms; who is known already is answered no sooner than who is not, so that nobody can tell them apart by that. */
const ANSWERED_AFTER = 300;

const STYLE_HASH = createHash('sha256').update(APPLY_STYLE).digest('base64');
const PAGE_HEADERS = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
};

/** `/apply/:program_id`: a form by which somebody applies to a program, and what takes it, or the same as JSON. */
export function applyRoutes(context: HttpContext): Router {
  const router = Router();
  const limit = limitApplications();

  router.get('/:program_id', async (request, response) => {
    const program = await openProgram(context, request.params.program_id);
    if (!program) return sendPage(response, 404, renderNoProgramPage());
    sendPage(response, 200, renderApplyPage(program, { given: null, faults: new Map(), notice: null }));
  });

  router.post('/:program_id', express.raw({ type: () => true, limit: BODY_MAX }), async (request, response) => {
    const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const program = await openProgram(context, request.params.program_id);
    if (!request.is('application/x-www-form-urlencoded')) {
      await limit(request, response);
      if (!program) throw noProgram();
      const given = parse(application, parseJsonBody(body).value);
      for (const [field, words] of faultsIn(given, program)) {
        throw new AppError('invalid', `${field}: ${words}`, { field, hint: 'Mend it and send it again.' });
      }
      await apply(program, given);
      response.status(202).json({ data: { status: 'received' } });
      return;
    }
    if (!program) return sendPage(response, 404, renderNoProgramPage());
    const given = applicationInForm(fieldsIn(body));
    const { status, state } = await tryForm(request, response, program, given);
    const shown = state ? renderApplyPage(program, state) : renderAppliedPage(program, given.email.trim());
    sendPage(response, status, shown);
  });

  /** What is to be mended, or nothing where it was taken. Whatever fails, what was entered is not lost. */
  async function tryForm(
    request: Request,
    response: Response,
    program: ProgramRow,
    given: GivenApplication,
  ): Promise<{ status: number; state: FormState | null }> {
    const faults = faultsIn(given, program);
    try {
      await limit(request, response);
      if (faults.size > 0) return { status: 400, state: { given, faults, notice: null } };
      await apply(program, given);
      return { status: 200, state: null };
    } catch (error) {
      const shown = appErrorOf(error, String(request.id));
      if (shown.code === 'internal') context.log.error({ err: error, request_id: request.id }, 'a request failed');
      const { status, headers } = problemOf(shown);
      if (headers['Retry-After']) response.set('Retry-After', headers['Retry-After']);
      const notice = 'That did not work just now. Nothing that you entered is lost: please try again in a minute.';
      return { status, state: { given, faults, notice } };
    }
  }

  /** Who is known already, and what fills in every field, gets the same answer as everybody, and nothing is made. */
  async function apply(program: ProgramRow, given: GivenApplication): Promise<void> {
    await Promise.all([enter(program, given), sleep(ANSWERED_AFTER)]);
  }

  async function enter(program: ProgramRow, given: GivenApplication): Promise<void> {
    if (given[TRAP_FIELD] !== '') return;
    const { workspace_id, id: program_id } = program;
    const email = applicantOf(given);
    const earlier = await context.ask('find_applicants', { workspace_id, program_id, email });
    if (earlier.some(({ deleted_at }) => deleted_at === null)) return;
    const received_at = context.now();
    await submitOne(context, intakeApplication(given, program, { received_at, earlier: earlier.length }));
  }

  return router;
}

function fieldsIn(body: Buffer): URLSearchParams {
  const fields = [...new URLSearchParams(body.toString())];
  return new URLSearchParams(fields.map(([name, value]): [string, string] => [cleanText(name), cleanText(value)]));
}

/** The program with our id, in whatever workspace. */
export async function openProgram(context: HttpContext, id: string): Promise<ProgramRow | null> {
  const [entry] = await context.reader.find<DirectoryRow>(directory, 'key', ['program', digestOf(id)]);
  if (!entry) return null;
  return context.ask('choose_program', { workspace_id: entry.workspace_id, id: entry.ref_id });
}

function noProgram(): AppError {
  return new AppError('not_found', 'There is no such program (any more).', {
    field: 'program_id',
    hint: 'Ask whoever gave you the link.',
  });
}

function sendPage(response: Response, status: number, page: string): void {
  response.status(status).set(PAGE_HEADERS).type('html').send(page);
}

/** Bounds the applications from one address a minute, each collector by its own count. Throws `rate_limited` beyond. */
function limitApplications(): (request: Request, response: Response) => Promise<void> {
  const limiter = rateLimit({
    windowMs: MINUTE,
    limit: APPLICATIONS_A_MINUTE,
    standardHeaders: 'draft-8',
    identifier: 'applications',
    legacyHeaders: false,
    validate: { trustProxy: false },
    keyGenerator: ({ ip }) => ipKeyGenerator(ip ?? ''),
    handler(_request, response, next: NextFunction) {
      const retry_after = Number(response.getHeader('Retry-After') ?? MINUTE / 1_000);
      const hint = 'Send it again in a minute.';
      next(new AppError('rate_limited', 'That is too many applications from one address.', { hint, retry_after }));
    },
  });
  return (request, response) =>
    new Promise((resolve, reject) => {
      void limiter(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
    });
}
