import { Builder, By, Capabilities, type WebDriver } from 'selenium-webdriver';
import { freePort } from '../servers/free-port.ts';
import { findProgram } from './find-program.ts';
import type { LaunchOptions, Person, StoredCookie } from './person.ts';
import { killGroup, startGroup } from './process-group.ts';
import { startScreen } from './screen.ts';

const START_LIMIT_MS = 30_000;

/** WebKitGTK's MiniBrowser on a screen that nobody sees, driven by Selenium through WebKitWebDriver. */
export async function launchWebkit({ proxy, profile, globalPrivacyControl }: LaunchOptions): Promise<Person> {
  if (globalPrivacyControl) throw new Error('WebKit knows no Global Privacy Control.');
  if (profile !== undefined) throw new Error('WebKit keeps nothing when it is driven: launch it without a profile.');
  const [program, binary] = [findProgram('TEST_WEBKIT_DRIVER'), findProgram('TEST_WEBKIT')];
  const [screen, port] = await Promise.all([startScreen(), freePort()]);
  const env = { ...process.env, DISPLAY: screen.display, GDK_BACKEND: 'x11' };
  const service = startGroup(program, [`--port=${port}`], 'ignore', env);
  const kill = async (): Promise<void> => {
    // The browser is in the group of the service that starts it.
    await killGroup(service);
    await killGroup(screen.process);
  };
  try {
    const driver = await connect(`http://127.0.0.1:${port}`, binary, proxy);
    const tabs = [await driver.getWindowHandle()];
    return {
      engine: 'webkit',
      version: (await driver.getCapabilities()).get('browserVersion'),
      goto: (url) => driver.get(url),
      reload: () => driver.navigate().refresh(),
      back: () => driver.navigate().back(),
      evaluate: <T>(expression: string) => evaluate<T>(driver, expression),
      click: (selector) => driver.findElement(By.css(selector)).click(),
      async newTab() {
        await driver.switchTo().newWindow('tab');
        tabs.push(await driver.getWindowHandle());
      },
      async closeTab() {
        await driver.close();
        tabs.pop();
        await driver.switchTo().window(tabs.at(-1) as string);
      },
      async cookies() {
        const cookies = await driver.manage().getCookies();
        return cookies.map((cookie): StoredCookie => {
          const { name, value, domain = '', path = '/', secure = false, httpOnly = false, expiry = -1 } = cookie;
          const same_site = (cookie.sameSite ?? 'None') as StoredCookie['same_site'];
          return { name, value, domain, path, secure, http_only: httpOnly, same_site, expires: Number(expiry) };
        });
      },
      async close() {
        await driver.quit();
        await kill();
      },
      kill,
    };
  } catch (error) {
    await kill();
    throw error;
  }
}

/** Has the service start the browser, once it listens. */
async function connect(service: string, binary: string, proxy: string): Promise<WebDriver> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await fetch(`${service}/status`).catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`WebKitWebDriver does not answer on ${service}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary, args: ['--automation'] },
    proxy: { proxyType: 'manual', httpProxy: new URL(proxy).host },
  });
  return new Builder().usingServer(service).withCapabilities(capabilities).build();
}

async function evaluate<T>(driver: WebDriver, expression: string): Promise<T> {
  const script = `const done = arguments[arguments.length - 1];
    Promise.resolve().then(() => (${expression})).then((value) => done({ value }), (error) => done({ error: String(error) }))`;
  const { value, error } = await driver.executeAsyncScript<{ value: T; error?: string }>(script);
  if (error !== undefined) throw new Error(error);
  return value;
}
