import type { Recorder } from '../tag/recorder.ts';
import type { LaunchOptions, Person } from './person.ts';

/** What a case plays on. Its sites are its own, and so nothing is stored in the browser for them at first. */
export interface Stage {
  person: Person;
  /** The collector, at `c.<collector>`. */
  recorder: Recorder;
  /** Registrable domains: two below `test`, and one below the public suffix `co.uk`. */
  site: string;
  otherSite: string;
  ukSite: string;
  /** The domain of the collector. */
  collector: string;
  /** A host without https that is secure all the same: below `localhost`. */
  secureHost: string;
  /** The script element of the snippet, with further attributes; by default from the collector's own domain. */
  script(attributes?: string, host?: string): string;
  /** Puts a page on every host, at a path. */
  put(path: string, body: string, head?: string): void;
  /** Another browser of the same engine, that the case closes. */
  launchAnother(options: Omit<LaunchOptions, 'proxy'>): Promise<Person>;
  /** Resolves once an expression of the page is true; fails when it does not become so. */
  until(expression: string): Promise<void>;
}

/** Something that a browser decides, and how the tag is to fare with it. */
export interface Case {
  /** Ends the sentence that the title of its group begins. */
  name: string;
  run(stage: Stage): Promise<void>;
}

export interface Group {
  title: string;
  cases: readonly Case[];
}
