import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { browserPath, quietly } from '../browser.ts';
import { ownProfile } from './own-profile.ts';
import type { LaunchOptions, Person } from './person.ts';
import { killGroup, startGroup } from './process-group.ts';

/**
 * Chromium, started as it is and driven by Playwright: of what Playwright starts the processes cannot be killed, and
 * the memory of pages for the way back is off.
 */
export async function launchChromium({ proxy, profile, globalPrivacyControl }: LaunchOptions): Promise<Person> {
  if (globalPrivacyControl) throw new Error('Chromium knows no Global Privacy Control.');
  const { folder, remove } = ownProfile(profile);
  const own = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${folder}`, '--disable-popup-blocking'];
  // What leads to this machine goes through the proxy too.
  const network = [`--proxy-server=${proxy}`, '--proxy-bypass-list=<-loopback>'];
  const args = [...own, ...quietly, ...network, 'about:blank'];
  const child = startGroup(browserPath(), args, ['ignore', 'ignore', 'pipe']);
  const kill = async (): Promise<void> => {
    await killGroup(child);
    remove();
  };
  try {
    const browser = await chromium.connectOverCDP(await endpointOf(child.stderr as Readable));
    const [context] = browser.contexts() as [BrowserContext];
    const tabs: Page[] = [context.pages()[0] ?? (await context.newPage())];
    const tab = (): Page => tabs.at(-1) as Page;
    const ended = once(child, 'exit');
    return {
      engine: 'chromium',
      version: browser.version(),
      async goto(url) {
        await tab().goto(url);
      },
      async reload() {
        await tab().reload();
      },
      async back() {
        // A page that comes from memory loads nothing.
        await tab().goBack({ waitUntil: 'commit' });
      },
      evaluate: (expression) => tab().evaluate(expression),
      click: (selector) => tab().click(selector, { noWaitAfter: true }),
      async newTab() {
        tabs.push(await context.newPage());
      },
      async closeTab() {
        await tabs.pop()?.close();
      },
      async cookies() {
        const cookies = await context.cookies(tab().url());
        return cookies.map(({ httpOnly, sameSite, name, value, domain, path, secure, expires }) => {
          return { name, value, domain, path, secure, http_only: httpOnly, same_site: sameSite, expires };
        });
      },
      async close() {
        const session = await browser.newBrowserCDPSession();
        await session.send('Browser.close');
        await ended;
        await kill();
      },
      kill,
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** Resolves to where the browser wants to be talked to, which it says as it starts. */
async function endpointOf(output: Readable): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface({ input: output })) {
    const endpoint = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (endpoint) {
      // Read on, or the browser stops at a full pipe.
      output.resume();
      return endpoint;
    }
    said.push(line);
  }
  throw new Error(`Chromium did not start: ${said.join('\n')}`);
}
