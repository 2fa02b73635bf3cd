/**
 * Makes the checkout ready to run: `node scripts/setup.mjs start|check|test|next`. Plain JavaScript without a dependency,
 * because it runs before there is any, and under the host's Node, which may be 20. It does only what is missing.
 */
import { ensureBrowser } from './setup/browser.mjs';
import { ensureBuild } from './setup/build.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';
import { ensureEngines } from './setup/engines.mjs';
import { ensureNextExample } from './setup/next-example.mjs';
import { fail, finish } from './setup/report.mjs';
import { ensureRuntime } from './setup/runtime.mjs';
import { ensureServers } from './setup/servers.mjs';

/** @type {Record<string, Array<() => Promise<void>>>} */
const STEPS = {
  // The collector needs no build to start: Node runs its TypeScript directly.
  start: [ensureDependencies, ensureRuntime, () => ensureBuild('tag')],
  check: [ensureDependencies, ensureRuntime, () => ensureBuild('tag')],
  test: [
    ensureDependencies,
    ensureRuntime,
    () => ensureBuild('tag'),
    () => ensureBuild('collector'),
    ensureBrowser,
    ensureServers,
    ensureEngines,
  ],
  next: [ensureNextExample],
};

const OLDEST_HOST = 20;

const steps = STEPS[process.argv[2] ?? ''];
if (steps === undefined) {
  fail('usage: node scripts/setup.mjs start|check|test|next');
}
if (Number.parseInt(process.versions.node, 10) < OLDEST_HOST) {
  fail(`Node ${OLDEST_HOST} or newer is needed to set up; this is ${process.versions.node}.`);
}
for (const step of steps) {
  await step();
}
finish();
