/** Runs the example with Next.js. */
import { join } from 'node:path';
import { ROOT } from './setup/root.mjs';
import { runExample } from './start/run-example.ts';

const EXAMPLE = join(ROOT, 'examples', 'next');
const next = join(EXAMPLE, 'node_modules', 'next', 'dist', 'bin', 'next');
const port = process.env['NEXT_SHOP_PORT'] || '4400';

await runExample([next, 'start', EXAMPLE, '-p', port, '-H', '127.0.0.1'], { NEXT_TELEMETRY_DISABLED: '1' });
