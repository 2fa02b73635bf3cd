import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { type Browser, type LaunchOptions as Launching, launch, type Page } from 'puppeteer-core';
import { findProgram } from './find-program.ts';
import { ownProfile } from './own-profile.ts';
import type { LaunchOptions, Person } from './person.ts';
import { killGroup, watchGroup } from './process-group.ts';

const LIMIT_MS = 30_000;

/** Debian's Firefox ESR, driven by Puppeteer over WebDriver BiDi. */
export async function launchFirefox({ proxy, profile, globalPrivacyControl = false }: LaunchOptions): Promise<Person> {
  const { folder, remove } = ownProfile(profile);
  const { hostname, port } = new URL(proxy);
  const browser = await launchOn({
    browser: 'firefox',
    executablePath: findProgram('TEST_FIREFOX'),
    userDataDir: folder,
    headless: true,
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.http': hostname,
      'network.proxy.http_port': Number(port),
      // What leads to this machine goes through the proxy too.
      'network.proxy.allow_hijacking_localhost': true,
      'network.proxy.no_proxies_on': '',
      // There is no https, and links are not to try it first.
      'dom.security.https_first': false,
      'privacy.globalprivacycontrol.enabled': globalPrivacyControl,
    },
  });
  const child = browser.process() as ChildProcess;
  watchGroup(child.pid as number);
  const ended = once(child, 'exit');
  const tabs: Page[] = [(await browser.pages())[0] ?? (await browser.newPage())];
  const tab = (): Page => tabs.at(-1) as Page;
  return {
    engine: 'firefox',
    version: (await browser.version()).replace(/^\w+\//, ''),
    goto: (url) => arrive(tab(), (options) => tab().goto(url, options)),
    reload: () => arrive(tab(), (options) => tab().reload(options)),
    // Puppeteer's own way back waits for what never comes.
    back: () => arrive(tab(), () => tab().evaluate('void setTimeout(() => history.back())')),
    evaluate: <T>(expression: string) => tab().evaluate(expression) as Promise<T>,
    click: (selector) => tab().click(selector),
    async newTab() {
      tabs.push(await browser.newPage());
    },
    async closeTab() {
      await tabs.pop()?.close();
    },
    async cookies() {
      const host = `.${await tab().evaluate('location.hostname')}`;
      // A page's own list leaves some out.
      const cookies = (await browser.cookies()).filter(({ domain }) => host.endsWith(domain.replace(/^\.?/, '.')));
      return cookies.map(({ name, value, domain, path, secure, httpOnly = false, sameSite, expires = -1 }) => {
        const same_site = sameSite === 'Strict' || sameSite === 'Lax' ? sameSite : 'None';
        return { name, value, domain, path, secure, http_only: httpOnly, same_site, expires };
      });
    },
    async close() {
      await browser.close();
      await ended;
      remove();
    },
    async kill() {
      await killGroup(child);
      remove();
    },
  };
}

/**
 * What tells a page, or the place within it, from the one before; `false` while it loads. On the way to another site
 * there is an empty page.
 */
const place = `document.readyState === 'complete' && location.href !== 'about:blank'
  && performance.timeOrigin + location.href`;

/**
 * Goes somewhere and waits until another page is there. That is asked of the page: once a tab has brought a page back
 * from memory, Puppeteer waits for all others in vain, for Firefox tells no end of that journey.
 */
async function arrive(page: Page, go: (options: { signal: AbortSignal }) => Promise<unknown>): Promise<void> {
  const before = await page.evaluate(place);
  const waiting = new AbortController();
  const failed = new Promise<never>((_, reject) => go(waiting).catch(reject));
  const arrived = async (): Promise<void> => {
    const deadline = Date.now() + LIMIT_MS;
    while (!waiting.signal.aborted) {
      // The page may go away while it is asked.
      const now = await page.evaluate(place).catch(() => false);
      if (now && now !== before) return;
      if (Date.now() > deadline) throw new Error(`Firefox has stayed at ${before}.`);
      await setTimeout(20);
    }
  };
  try {
    await Promise.race([failed, arrived()]);
  } finally {
    failed.catch(() => {});
    waiting.abort();
  }
}

/**
 * Puppeteer takes its settings out of a profile some time after the browser that had them has ended, and trips over itself where
 * another is started on it meanwhile.
 */
async function launchOn(options: Launching, attempts = 5): Promise<Browser> {
  try {
    return await launch(options);
  } catch (error) {
    if (attempts === 1 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await setTimeout(200);
    return launchOn(options, attempts - 1);
  }
}
