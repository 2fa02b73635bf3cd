/**
 * What the person waiting gets to read. On stderr, so that `npm run -s clickstitch -- … --json` stays parseable.
 */

/** Wide enough for the longest step name. */
const NAME_WIDTH = 14;
const HEARTBEAT_MS = 10_000;

const startedAt = Date.now();
let stepsDone = 0;

/**
 * Writes one line about a step.
 * @param {string} name the step, such as `dependencies`
 * @param {string} text
 */
export function say(name, text) {
  process.stderr.write(`  ${name.padEnd(NAME_WIDTH)}${text}\n`);
}

/**
 * Runs a step that takes time: says that it began, that it is still going on, and how long it took.
 * @template {{ ok: boolean }} T
 * @param {string} name
 * @param {string} doing what is happening, as in `installing with npm ci`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what the work returns; its errors pass through
 */
export async function during(name, doing, work) {
  stepsDone += 1;
  const began = Date.now();
  say(name, `${doing} …`);
  const heartbeat = setInterval(() => say(name, `still ${doing} (${seconds(began)})`), HEARTBEAT_MS);
  try {
    const result = await work();
    say(name, `${result.ok ? 'done' : 'gave up'} (${seconds(began)})`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Says how it went; short when there was nothing to do. */
export function finish() {
  const text = stepsDone === 0 ? 'everything is in place' : 'ready';
  process.stderr.write(`setup: ${text} (${seconds(startedAt)})\n`);
}

/**
 * Ends the process with an explanation.
 * @param {string} text what is wrong and what to do about it
 * @param {string} [output] what the failed command printed; its beginning and end are shown
 * @returns {never}
 */
export function fail(text, output = '') {
  const lines = output.trim().split('\n');
  const shown = lines.length > 50 ? [...lines.slice(0, 25), '…', ...lines.slice(-25)] : lines;
  process.stderr.write(`${output === '' ? '' : `\n${shown.join('\n')}\n`}\nsetup failed: ${text}\n`);
  process.exit(1);
}

/**
 * @param {number} since ms
 * @returns {string} such as `4.2 s`
 */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
