/** What browsers are made of: Chromium, Firefox by Gecko, Safari by WebKit. */
export type EngineName = 'chromium' | 'firefox' | 'webkit';

export interface LaunchOptions {
  /**
   * The HTTP proxy that answers for every host there is, `localhost` among them: `http://127.0.0.1:8080`. It is asked
   * in absolute form, `GET http://www.acme.test/ HTTP/1.1`.
   */
  proxy: string;
  /**
   * The folder of cookies and storage; launched on it again, a browser has them still. Without one they are gone with
   * the browser. WebKit's browser keeps nothing when it is driven, and refuses one.
   */
  profile?: string;
  /** Whether it tells sites not to sell or share. Only Firefox has a setting for it; the others refuse it. */
  globalPrivacyControl?: boolean;
}

/** Somebody with a browser of their own, and so with their own cookies and storage. */
export interface Person {
  readonly engine: EngineName;
  /** Such as `153.0`. */
  readonly version: string;
  /** Opens a URL in the tab, and waits until it has loaded. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Presses the back button; resolves when the page before is there. */
  back(): Promise<void>;
  /** What an expression of the page is worth, as JSON; promises are awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /** Clicks in the middle of an element, as a mouse does; waits for nothing. */
  click(selector: string): Promise<void>;
  /** Opens an empty tab and goes on in that. */
  newTab(): Promise<void>;
  /** Closes the tab, and goes on in the one that was opened before. */
  closeTab(): Promise<void>;
  /** The cookies of the page, also what `document.cookie` does not tell. */
  cookies(): Promise<StoredCookie[]>;
  /** Quits the browser. */
  close(): Promise<void>;
  /** Ends every process of the browser at once, by SIGKILL. */
  kill(): Promise<void>;
}

export interface StoredCookie {
  name: string;
  value: string;
  /** With a dot before it if hosts below it get the cookie too. */
  domain: string;
  path: string;
  secure: boolean;
  http_only: boolean;
  same_site: 'Strict' | 'Lax' | 'None';
  /** Seconds since 1970, or -1 for the end of the browser's session. */
  expires: number;
}
