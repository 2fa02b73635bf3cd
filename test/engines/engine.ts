import { launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';
import type { EngineName, LaunchOptions, Person } from './person.ts';
import { launchWebkit } from './webkit.ts';

export type { EngineName, LaunchOptions, Person } from './person.ts';

export const ENGINES: readonly EngineName[] = ['chromium', 'firefox', 'webkit'];

const LAUNCHES: Record<EngineName, (options: LaunchOptions) => Promise<Person>> = {
  chromium: launchChromium,
  firefox: launchFirefox,
  webkit: launchWebkit,
};

/** Starts a browser; whoever starts it closes or kills it. Throws where the engine is not installed. */
export function launch(engine: EngineName, options: LaunchOptions): Promise<Person> {
  return LAUNCHES[engine](options);
}
