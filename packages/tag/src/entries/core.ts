import { startScript } from '../start-script.ts';

/** The smallest script: arrivals, page views, events, people, consent. */
startScript([]);
