import { Router } from 'express';
import type { Alias, Identify } from '../domain/command.ts';
import { type Identifier, nodeOf, strongestOf } from '../domain/identity.ts';
import { intakeAlias, intakeIdentify } from '../intake/identify.ts';
import { newAlias, newIdentify } from '../wire/identify.ts';
import { parse } from '../wire/parse.ts';
import { authenticate } from './authenticate.ts';
import type { HttpContext } from './context.ts';
import { refuseIdempotencyKey } from './idempotency.ts';
import { viewPerson } from './person-view.ts';
import { submitOne } from './submit.ts';

/** `/v1`: what a server says of who somebody is. */
export function identifyRoutes(context: HttpContext): Router {
  const router = Router();

  /** Commits it; answers 201 where it said something new, with the person whom it is about. */
  async function state(command: Identify | Alias, about: Identifier | undefined) {
    const { status } = await submitOne(context, command);
    if (!about) throw new Error('a statement is about nobody');
    const { workspace_id } = command;
    const [person] = await context.ask('find_people', { workspace_id, node: nodeOf(about) });
    if (!person) throw new Error('a person was stated and is not known');
    return { status: status === 'recorded' ? 201 : 200, body: { data: viewPerson(person) } };
  }

  router.post('/identify', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const command = intakeIdentify(parse(newIdentify, request.body), { workspace_id, received_at: context.now() });
    const { status, body } = await state(command, strongestOf(command.identifiers));
    response.status(status).json(body);
  });

  router.post('/alias', async (request, response) => {
    const { workspace_id } = await authenticate(context, request);
    refuseIdempotencyKey(request);
    const command = intakeAlias(parse(newAlias, request.body), { workspace_id, received_at: context.now() });
    const { status, body } = await state(command, { kind: 'user', value: command.user_id });
    response.status(status).json(body);
  });

  return router;
}
