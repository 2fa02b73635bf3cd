import type { PageWindow } from '../src/browser/page-window.ts';
import type { Batch } from '../src/wire.ts';

export interface FakePageOptions {
  url?: string;
  referrer?: string;
  title?: string;
  /** How the browser came to this page. */
  navigation?: 'navigate' | 'reload' | 'back_forward' | 'prerender';
  /** Which domains this browser takes cookies for; the empty one is the host itself. Default: all. */
  accepts?: (domain: string) => boolean;
  /** Cookies that are there already. */
  cookies?: string[];
  /** All the cookies of a browser, to be shared by its pages. */
  jar?: Map<string, string>;
  /** As in a sandboxed frame: whoever mentions cookies gets an exception. */
  sandboxed?: boolean;
  prerendering?: boolean;
  /** What a request meets; `null` takes `fetch` away. */
  answer?: ((body: string) => Promise<Response> | Response) | null;
  /** What `sendBeacon` says; `null` takes it away. */
  beacon?: ((body: string) => boolean) | null;
  /** Whether the browser has the Navigation API. Default: not. */
  hasNavigation?: boolean;
}

export interface FakeRequest {
  via: 'fetch' | 'beacon';
  url: string;
  batch: Batch;
  init: RequestInit;
}

export interface FakePage {
  window: PageWindow;
  document: FakeDocument;
  requests: FakeRequest[];
  /** All assignments to `document.cookie`, but those that try what the browser takes. */
  written: string[];
  hide(): void;
  show(): void;
  leave(): void;
  /** Dispatches an event on the window. */
  tell(event: Event): void;
  /** Goes to another URL without a load, as one of the history's methods or the back button does. */
  go(url: string, by?: 'pushState' | 'replaceState' | 'popstate' | 'hashchange'): void;
}

/** What of a document the tag uses. js-cookie takes it from the global, so `createFakePage` puts it there. */
class FakeDocument extends EventTarget {
  readonly referrer: string;
  readonly title: string;
  readonly written: string[] = [];
  hidden = false;
  prerendering: boolean;
  readonly jar: Map<string, string>;
  readonly #options: FakePageOptions;

  constructor(options: FakePageOptions) {
    super();
    this.#options = options;
    this.referrer = options.referrer ?? '';
    this.title = options.title ?? '';
    this.prerendering = options.prerendering ?? false;
    this.jar = options.jar ?? new Map(options.cookies?.map((cookie, index) => [`given ${index}`, cookie]));
  }

  get cookie(): string {
    if (this.#options.sandboxed) throw new DOMException('The document is sandboxed.', 'SecurityError');
    return [...this.jar.values()].join('; ');
  }

  set cookie(text: string) {
    if (this.#options.sandboxed) throw new DOMException('The document is sandboxed.', 'SecurityError');
    const [pair = '', ...rest] = text.split(';');
    const attributes = new Map(rest.map((attribute) => attribute.trim().split('=') as [string, string]));
    const [name = ''] = pair.split('=');
    if (!/^_cst0\.\d+/.test(name)) this.written.push(text);
    const domain = attributes.get('domain') ?? '';
    const key = `${name} ${domain}`;
    if (Number(attributes.get('max-age')) <= 0) this.jar.delete(key);
    else if ((this.#options.accepts ?? (() => true))(domain)) this.jar.set(key, pair);
  }
}

/** A page in a browser that takes notes. */
export function createFakePage(options: FakePageOptions = {}): FakePage {
  const document = new FakeDocument(options);
  const events = new EventTarget();
  const requests: FakeRequest[] = [];
  const { answer = () => new Response(null, { status: 202 }), beacon = () => true } = options;

  const location = new URL(options.url ?? 'https://shop.example/');
  const move = (_: unknown, __: string, url: string) => {
    location.href = new URL(url, location).href;
    navigation?.dispatchEvent(new Event('currententrychange'));
  };
  const navigation = options.hasNavigation ? new EventTarget() : undefined;

  const window = {
    document,
    location,
    history: { pushState: move, replaceState: move },
    navigation,
    console,
    navigator: beacon && {
      sendBeacon(url: string, body: string) {
        requests.push({ via: 'beacon', url, batch: JSON.parse(body), init: {} });
        return beacon(body);
      },
    },
    performance: { getEntriesByType: () => [{ type: options.navigation ?? 'navigate' }] },
    fetch:
      answer &&
      (async (url: string, init: RequestInit) => {
        requests.push({ via: 'fetch', url, batch: JSON.parse(`${init.body}`), init });
        return answer(`${init.body}`);
      }),
    setTimeout: (fn: () => void, ms: number) => setTimeout(fn, ms),
    addEventListener: events.addEventListener.bind(events),
  };
  window.navigator ??= {} as never;
  Object.assign(globalThis, { document });

  return {
    window: window as unknown as PageWindow,
    document,
    requests,
    written: document.written,
    hide() {
      document.hidden = true;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    show() {
      document.hidden = false;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    leave() {
      events.dispatchEvent(new Event('pagehide'));
    },
    tell: (event) => void events.dispatchEvent(event),
    go(url, by = 'pushState') {
      if (by === 'pushState' || by === 'replaceState') {
        window.history[by](null, '', url);
      } else {
        move(null, '', url);
        events.dispatchEvent(new Event(by));
      }
    },
  };
}
