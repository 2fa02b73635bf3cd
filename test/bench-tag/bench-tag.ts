/**
 * Measures what the tag costs the page it is on, beside a page without one and pages with other vendors' published tags,
 * in Chromium on a processor made four times slower. Prints a table and, as its last line, one JSON object.
 *
 *   npm run bench:tag -- [--rounds N]
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../browser.ts';
import { startBenchServer } from './bench-server.ts';
import { others } from './others.ts';
import { ours } from './ours.ts';
import { costsOf, tableOf } from './summary.ts';
import { installVendors } from './vendors.ts';
import { type Visit, visitPage } from './visit.ts';

/** How long a page is watched once it has loaded. */
const WATCHED_MS = 5_000;

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number of rounds, such as 15');
const began = performance.now();
const busy = loadavg()[0] ?? 0;
if (busy > 0.5) say(`other programs are busy here (load ${busy.toFixed(1)}): what follows is slower than it need be`);

await installVendors(say);
// Each on a site of its own, as a vendor's is; and ours once more as it is meant to be, on the site's own domain.
const us = ours('ours', 'c.clickstitch.localhost');
const usAtHome = ours("ours, on the site's own domain", 'c.shop.localhost');
const vendors = await others();
const contenders = [undefined, us, usAtHome, ...vendors];
const visits = new Map<string, Visit[]>(contenders.map((contender) => [contender?.name ?? 'empty', []]));

const server = await startBenchServer();
const browser = await launchBrowser(
  '--disable-blink-features=AutomationControlled',
  // Nothing leaves this machine.
  '--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND',
);
try {
  say('once each, to warm up');
  for (const contender of contenders) await visitPage(browser, server, contender, 2_000);
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}`);
    // In turns, for machines drift; and nobody always comes after the same.
    for (const contender of round % 2 ? contenders : contenders.toReversed()) {
      visits.get(contender?.name ?? 'empty')?.push(await visitPage(browser, server, contender, WATCHED_MS));
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const costs = costsOf(visits);
console.log(tableOf(costs));
for (const [name, cost] of costs) {
  const left = [...cost.cookie_names.map((cookie) => `cookie ${cookie}`), ...cost.storage_names];
  console.log(
    `${name}: ${visits.get(name)?.[0]?.paths.join(', ') || 'asks for nothing'}; leaves ${left.join(', ') || 'nothing'}`,
  );
}
const { [us.name]: oursCost, [usAtHome.name]: own_domain, empty, ...rest } = Object.fromEntries(costs);
console.log(JSON.stringify({ ours: oursCost, others: rest, own_domain, empty, rounds, throttle: 4 }));

function say(text: string): void {
  console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
}
