/** Runs the collector and the demo shop beside each other, on one database in data/, until Ctrl-C. */
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fillSnippet } from '../examples/shop/snippet.ts';
import { ROOT } from './setup/root.mjs';
import { affiliateCode, ensureAffiliate, KeyRefusedError } from './start/affiliate.ts';
import { banner } from './start/banner.ts';
import { CLICKSTITCH } from './start/clickstitch.ts';
import { type DevKeys, ensureKeys, renewKeys } from './start/dev-keys.ts';
import { readWarning } from './start/log-line.ts';
import { type Places, readPlaces } from './start/places.ts';
import { assertPortIsFree } from './start/port.ts';
import { type Run, runTogether } from './start/run-together.ts';

await runTogether(start, () => console.log('\nStopped. The data is kept.'));

async function start(run: Run): Promise<void> {
  const places = readPlaces(process.env);
  await assertPortIsFree(places.collectorPort, 'CLICKSTITCH_PORT');
  await assertPortIsFree(places.shopPort, 'SHOP_PORT');

  mkdirSync(dirname(places.database), { recursive: true });
  const env = collectorEnvironment(places);
  let keys = await ensureKeys(places, env, say);

  say('Starting the collector.');
  const log = createWriteStream(places.collectorLog, { flags: 'a' });
  const collector = run('The collector', [CLICKSTITCH, 'serve'], env, (line) => {
    log.write(`${line}\n`);
    const warning = readWarning(line);
    if (warning !== undefined) {
      console.log(`  collector │ ${warning}`);
    }
  });
  await collector.ready(`${places.collectorUrl}/readyz`);
  keys = await settleAffiliate(keys);

  say('Opening the shop.');
  const shop = run('The shop', [join(ROOT, 'examples', 'shop', 'server.ts')], shopEnvironment(places, keys), (line) =>
    console.log(`  shop │ ${line}`),
  );
  await shop.ready(`${places.shopUrl}/links.html`);

  const shown = { ...places, keyFile: fromRoot(places.keyFile), collectorLog: fromRoot(places.collectorLog) };
  console.log(banner(shown, keys, fillSnippet(places.collectorUrl, keys.publishable_key)));

  /** The demo's link needs an owner; to give it one is also the proof that the keys fit the database. */
  async function settleAffiliate(saved: DevKeys): Promise<DevKeys> {
    try {
      await ensureAffiliate(places, saved.secret_key);
      return saved;
    } catch (error) {
      if (!(error instanceof KeyRefusedError)) {
        throw error;
      }
      say('The saved keys are not of this database: making new ones.');
      const renewed = await renewKeys(places.keyFile, env);
      await ensureAffiliate(places, renewed.secret_key);
      return renewed;
    }
  }
}

/** Without what the shop reads: the collector refuses settings that it does not know. */
function collectorEnvironment({ collectorUrl, collectorPort, database }: Places): NodeJS.ProcessEnv {
  const { CLICKSTITCH_URL, CLICKSTITCH_PUBLISHABLE_KEY, CLICKSTITCH_SECRET_KEY, ...others } = process.env;
  return {
    CLICKSTITCH_PUBLIC_URL: collectorUrl,
    ...others,
    CLICKSTITCH_DATABASE_URL: `sqlite:${database}`,
    CLICKSTITCH_PORT: String(collectorPort),
  };
}

function shopEnvironment(places: Places, { publishable_key, secret_key }: DevKeys): NodeJS.ProcessEnv {
  return {
    ...process.env,
    SHOP_PORT: String(places.shopPort),
    SHOP_AFFILIATE_CODE: affiliateCode(places),
    CLICKSTITCH_URL: places.collectorUrl,
    CLICKSTITCH_PUBLISHABLE_KEY: publishable_key,
    CLICKSTITCH_SECRET_KEY: secret_key,
  };
}

function say(text: string): void {
  console.log(`  ${text}`);
}

function fromRoot(path: string): string {
  return relative(process.cwd(), path);
}
