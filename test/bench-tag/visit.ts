import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright';
import type { BenchServer } from './bench-server.ts';
import type { Contender } from './contender.ts';
import { CATEGORIES, type TraceEvent, threadTimes } from './thread-times.ts';

/** What one visit of a page has cost. */
export interface Visit {
  /** Processor time of the main thread for scripts, and in all, ms. */
  eval_ms: number;
  main_ms: number;
  /** Tasks of more than 50 ms. */
  long_tasks: number;
  long_task_ms: number;
  /** Scripts, as they were sent. */
  br_bytes: number;
  /** All but the page itself, preflights among them. */
  requests: number;
  cookies: string[];
  /** Keys of localStorage and sessionStorage. */
  storage: string[];
  /** What was asked for. */
  paths: string[];
}

/** How much slower than this machine the measured one is. */
const THROTTLE = 4;

/** As people have it: a driven, headless browser would not be counted by some, and would be marked by others. */
const LIKE_ANYBODY = (version: string) =>
  `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version.split('.')[0]}.0.0.0 Safari/537.36`;

/**
 * Somebody new opens the page of a contender, and looks at it for a while once it has loaded. Throws where the tag did not report
 * the page view, or asked for something that is not on this machine: that would compare nothing.
 */
export async function visitPage(
  browser: Browser,
  server: BenchServer,
  contender: Contender | undefined,
  watchedMs: number,
): Promise<Visit> {
  const context = await browser.newContext({ userAgent: LIKE_ANYBODY(browser.version()) });
  try {
    const page = await context.newPage();
    const unanswered: string[] = [];
    page.on('requestfailed', (request) => unanswered.push(request.url()));
    // The same process as the page's, so that the throttle is in force from its first line on.
    server.put(undefined);
    await page.goto(server.url);
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });

    server.put(contender);
    await browser.startTracing(page, { categories: CATEGORIES });
    await page.goto(server.url, { waitUntil: 'load' });
    await sleep(watchedMs);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
    const asked = [...server.asked];

    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const tasks = await page.evaluate<number[]>(longTasks);
    const storage = await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
    const cookies = await context.cookies();
    if (contender && !asked.some(contender.isPageView))
      throw new Error(`${contender.name} sent no page view, only ${JSON.stringify(asked.map(({ path }) => path))}`);
    const elsewhere = unanswered.filter((url) => !new URL(url).hostname.endsWith('.localhost'));
    if (elsewhere.length > 0) throw new Error(`${contender?.name} asked elsewhere: ${elsewhere.join(', ')}`);
    return {
      ...threadTimes(traceEvents, server.url),
      long_tasks: tasks.length,
      long_task_ms: tasks.reduce((sum, ms) => sum + ms, 0),
      br_bytes: asked.reduce((sum, { script_bytes }) => sum + script_bytes, 0),
      requests: asked.length,
      cookies: cookies.map(({ name }) => name),
      storage,
      paths: asked.map(({ method, path }) => `${method} ${path}`),
    };
  } finally {
    await context.close();
  }
}

/** In the page: the lengths of its long tasks so far, which the browser has kept. Text, for Node knows no such entries. */
const longTasks = `new Promise((resolve) => {
  const lengths = [];
  new PerformanceObserver((list) => lengths.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask', buffered: true });
  setTimeout(() => resolve(lengths), 200);
})`;
