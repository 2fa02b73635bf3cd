/** An event of a trace, as Chromium writes it; times in µs, `tts` and `tdur` of the thread's own processor time. */
export interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  tts?: number;
  tdur?: number;
  args?: { name?: string; data?: { documentLoaderURL?: string } };
}

/** The categories of the events that are read here. */
export const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'v8',
  'disabled-by-default-v8.compile',
  'blink.user_timing',
  '__metadata',
];

/**
 * What a page's main thread does for scripts: to compile and to evaluate them, to call what they have left behind, to carry
 * out their promises, and to collect their garbage.
 */
const SCRIPTING = new Set([
  'v8.compile',
  'v8.compileModule',
  'EvaluateScript',
  'v8.evaluateModule',
  'v8.callFunction',
  'FunctionCall',
  'TimerFire',
  'EventDispatch',
  'RunMicrotasks',
  'MinorGC',
  'MajorGC',
]);

/** All that the main thread does. */
const TASK = new Set(['RunTask']);

/**
 * The processor time of the main thread of the page at a URL, in ms: for scripts, and in all. The page has no scripts but
 * those of its tag, so all of their time is the tag's, whoever's name an event bears; what is inside another is counted
 * once. By the clock it would be longer on a machine that others use as well.
 */
export function threadTimes(events: readonly TraceEvent[], url: string): { eval_ms: number; main_ms: number } {
  const { pid, tid } = mainThread(events, url);
  const its = events.filter((event) => event.pid === pid && event.tid === tid && event.ph === 'X');
  return { eval_ms: timeOf(its, SCRIPTING), main_ms: timeOf(its, TASK) };
}

function timeOf(events: readonly TraceEvent[], names: ReadonlySet<string>): number {
  const spans = events
    .filter(({ name }) => names.has(name))
    .map(({ tts = 0, tdur = 0 }) => ({ from: tts, to: tts + tdur }))
    .sort((a, b) => a.from - b.from);
  let total = 0;
  let end = 0;
  for (const { from, to } of spans) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total / 1_000;
}

function mainThread(events: readonly TraceEvent[], url: string): { pid: number; tid: number } {
  const navigation = events.find(
    ({ name, args }) => name === 'navigationStart' && args?.data?.documentLoaderURL === url,
  );
  const thread = events.find(
    ({ name, pid, args }) => name === 'thread_name' && args?.name === 'CrRendererMain' && pid === navigation?.pid,
  );
  if (!thread) throw new Error(`the trace knows nothing of ${url}`);
  return thread;
}
