import type { Contender } from './contender.ts';
import { bundleOf, publishedFile, versionOf } from './vendors.ts';

/**
 * What PostHog's server says of a project that has its usual settings and nothing beside:
 * https://posthog.com/docs/libraries/js/config. A project that records sessions makes the client
 * fetch more.
 */
const POSTHOG_PROJECT = {
  token: 'phc_bench',
  supportedCompression: ['gzip', 'gzip-js'],
  analytics: { endpoint: '/i/v0/e/' },
  hasFeatureFlags: false,
  autocapture_opt_out: false,
  autocaptureExceptions: false,
  captureDeadClicks: false,
  capturePerformance: false,
  heatmaps: false,
  sessionRecording: false,
  surveys: false,
  elementsChainAsString: true,
  defaultIdentifiedOnly: true,
};

const POSTHOG_FLAGS = { flags: {}, featureFlags: {}, featureFlagPayloads: {}, errorsWhileComputingFlags: false };

/** The other vendors' tags, as published on npm, each as its documentation has a site install it. */
export async function others(): Promise<Contender[]> {
  return [
    {
      // https://github.com/plausible/analytics/blob/master/tracker/npm_package/README.md
      name: '@plausible-analytics/tracker',
      host: 'p.plausible.localhost',
      scripts: scriptOf(
        await bundleOf(
          'plausible',
          `import { init } from '@plausible-analytics/tracker';
          init({ domain: 'www.shop.localhost', endpoint: new URL('/api/event', import.meta.url).href });`,
        ),
      ),
      head: moduleOn,
      isPageView: ({ path, body }) => path === '/api/event' && body.includes('"n":"pageview"'),
    },
    {
      // https://openpanel.dev/docs/sdks/web
      name: '@openpanel/web',
      host: 'o.openpanel.localhost',
      scripts: scriptOf(
        await bundleOf(
          'openpanel',
          `import { OpenPanel } from '@openpanel/web';
          new OpenPanel({
            apiUrl: new URL('/', import.meta.url).origin,
            clientId: '01931c4e-7b1a-4abc-8def-0123456789ab',
            trackScreenViews: true,
            trackOutgoingLinks: true,
            trackAttributes: true,
          });`,
        ),
      ),
      head: moduleOn,
      isPageView: ({ path, body }) => path === '/track' && body.includes('"name":"screen_view"'),
      answers: new Map([['/track', { deviceId: 'd', sessionId: 's' }]]),
    },
    {
      // https://posthog.com/docs/libraries/js: the snippet makes `posthog` and fetches array.js beside the page. This is the
      // package's own, as one of its files.
      name: 'posthog-js',
      host: 'h.posthog.localhost',
      scripts: new Map([
        ['/static/array.js', publishedFile('posthog-js/dist/array.js')],
        // Fetched by the client whether or not the project has any.
        [`/static/${versionOf('posthog-js')}/surveys.js`, publishedFile('posthog-js/dist/surveys.js')],
        [
          '/array/phc_bench/config.js',
          `window._POSTHOG_REMOTE_CONFIG={phc_bench:{config:${JSON.stringify(POSTHOG_PROJECT)},siteApps:[]}}`,
        ],
      ]),
      head: (
        origin,
      ) => `<script data-asset-host="${origin}">${publishedFile('posthog-js/dist/loader-bootstrap.js')}</script>
<script>posthog.init('phc_bench', { api_host: '${origin}', defaults: '2025-05-24', person_profiles: 'identified_only' })</script>`,
      isPageView: ({ path, body }) => /^\/(i\/v0\/e|e|batch)\/?$/.test(path) && body.includes('$pageview'),
      answers: new Map<string, unknown>([
        ['/array/phc_bench/config', POSTHOG_PROJECT],
        ['/flags/', POSTHOG_FLAGS],
        ['/i/v0/e/', { status: 1 }],
        ['/e/', { status: 1 }],
      ]),
    },
  ];
}

const scriptOf = (text: string): Map<string, string> => new Map([['/site.js', text]]);

const moduleOn = (origin: string): string => `<script async type="module" src="${origin}/site.js"></script>`;
