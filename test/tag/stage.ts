import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright';
import { launchBrowser } from '../browser.ts';
import { close, listen, type Recorder, startRecorder } from './recorder.ts';

/** A browser in which every host name leads to one web server that has whatever page a test puts there. */
export interface Stage {
  recorder: Recorder;
  context: BrowserContext;
  /** The stub, as it stands in the snippet. */
  stub: string;
  /** The script element of the snippet without the stub, with further attributes. */
  script(attributes?: string): string;
  /** Puts a page on every host, at a path. */
  put(path: string, body: string, head?: string): void;
  /** The URL of a page on a host. */
  url(host: string, path?: string): string;
  /** Opens a page in a new tab and waits until it has loaded. */
  open(host: string, path?: string): Promise<Page>;
  newPage(): Promise<Page>;
}

/**
 * Sets the stage for the tests of a file. After each test it is checked that no page saw an exception or an unhandled
 * rejection, whatever the test was about.
 */
export function setStage(): Stage {
  const pages = new Map<string, string>();
  const errors: string[] = [];
  let browser: Browser;
  let siteOrigin: string;

  const site = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://any');
    const html = pages.get(pathname);
    response.writeHead(html === undefined ? 404 : 200, { 'Content-Type': 'text/html' });
    response.end(html);
  });

  const snippet = readFileSync(new URL('../../packages/tag/snippet.html', import.meta.url), 'utf8');

  const stage: Stage = {
    stub: snippet.slice(0, snippet.indexOf('\n')),
    recorder: undefined as unknown as Recorder,
    context: undefined as unknown as BrowserContext,
    script: (attributes = '') =>
      `<script src="${stage.recorder.origin}/tag.js" data-key="pk_test_1" ${attributes}></script>`,
    put(path, body, head = '') {
      pages.set(path, `<!doctype html><html><head><title>${path}</title>${head}</head><body>${body}</body></html>`);
    },
    url: (host, path = '/') => `http://${host}:${new URL(siteOrigin).port}${path}`,
    async open(host, path) {
      const page = await stage.newPage();
      await page.goto(stage.url(host, path));
      return page;
    },
    async newPage() {
      const page = await stage.context.newPage();
      page.on('pageerror', (error) => errors.push(`${error}`));
      return page;
    },
  };

  before(async () => {
    siteOrigin = await listen(site);
    browser = await launchBrowser('--host-resolver-rules=MAP * 127.0.0.1');
  });
  beforeEach(async () => {
    pages.clear();
    errors.length = 0;
    // A new one each time: what a page of the test before still sends arrives nowhere.
    stage.recorder = await startRecorder();
    stage.context = await browser.newContext();
  });
  afterEach(async () => {
    await stage.context.close();
    await stage.recorder.close();
    assert.deepEqual(errors, [], 'the page saw errors');
  });
  after(async () => {
    await browser.close();
    await close(site);
  });
  return stage;
}
