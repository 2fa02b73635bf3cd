import { launch } from './engine.ts';
import type { EngineName } from './person.ts';
import { startWeb } from './web.ts';

/** What a browser has or does, whatever the tag may be: the host of a page, and what is asked there. */
export const FACTS: readonly { name: string; host: string; expression: string }[] = [
  { name: 'Navigation API', host: 'www.acme.test', expression: `'navigation' in window` },
  { name: 'pages that are rendered ahead', host: 'www.acme.test', expression: `'prerendering' in document` },
  { name: 'Global Privacy Control', host: 'www.acme.test', expression: `'globalPrivacyControl' in navigator` },
  { name: 'locks between tabs, in secure contexts', host: 'shop.localhost', expression: `'locks' in navigator` },
  {
    name: 'takes a cookie on a host that is a public suffix',
    host: 'github.io',
    expression: `(document.cookie = 'a=1', document.cookie === 'a=1')`,
  },
  {
    name: 'takes a cookie for a part of an IP address',
    host: '10.20.30.40',
    expression: `(document.cookie = 'a=1; domain=30.40', document.cookie === 'a=1')`,
  },
];

export interface FactSheet {
  version: string;
  facts: Record<string, boolean>;
}

/** Asks a browser for all of them. */
export async function askFacts(engine: EngineName): Promise<FactSheet> {
  const web = await startWeb();
  web.put('/', '');
  const person = await launch(engine, { proxy: web.proxy });
  try {
    const facts: Record<string, boolean> = {};
    for (const { name, host, expression } of FACTS) {
      await person.goto(`http://${host}/`);
      facts[name] = await person.evaluate(expression);
    }
    return { version: person.version, facts };
  } finally {
    await person.close();
    await web.close();
  }
}
