/** Runs the example with Stripe. */
import { join } from 'node:path';
import { ROOT } from './setup/root.mjs';
import { runExample } from './start/run-example.ts';

await runExample([join(ROOT, 'examples', 'stripe', 'server.ts')]);
