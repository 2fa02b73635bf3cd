import { Router } from 'express';
import type { HttpContext } from './context.ts';

/** So long after a write failed the collector is not ready; then traffic may try it again. */
const FAILURE_COUNTS_FOR = 5_000;

/** `GET /healthz`: the process answers. `GET /readyz`: it can also store. */
export function healthRoutes(context: HttpContext): Router {
  const router = Router();

  router.get('/healthz', (_, response) => {
    response.json({ status: 'ok' });
  });

  router.get('/readyz', (_, response) => {
    const queue = context.queue.state();
    const failsNow = queue.failed_at !== null && context.now() - queue.failed_at < FAILURE_COUNTS_FOR;
    const isReady = !queue.is_full && !failsNow;
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not_ready', queue, ...context.counts() });
  });

  return router;
}
