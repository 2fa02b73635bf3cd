import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { type Replayed, replayInto } from '../replayer.ts';
import { createProgress } from './progress.ts';

/** `clickstitch replay`: derives everything again from the log of accepted commands, into an empty database. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('derive everything again from the log of accepted commands, into an empty database')
    .requiredOption('--into <url>', 'the empty database: sqlite:PATH or postgres://…')
    .option('--json', 'print one JSON object')
    .action(async ({ into, json }: { into: string; json?: boolean }) => {
      const progress = createProgress(process.stderr, Date.now);
      let replayed: Replayed;
      try {
        replayed = await replayInto(readConfig(process.env).database, into, progress);
      } finally {
        progress.end();
      }
      console.log(json ? JSON.stringify(replayed) : inWords(replayed));
      const complaints = complaintsOf(replayed);
      for (const complaint of complaints) console.error(complaint);
      if (complaints.length > 0) process.exitCode = 1;
    });
}

/** Hex digits of a digest that people compare. */
const SHOWN = 16;

function inWords({ commands, seconds, per_second, digests, equal }: Replayed): string {
  const width = Math.max(...Object.keys(digests).map((table) => table.length));
  const rows = Object.entries(digests).map(([table, { source, target }]) =>
    [
      table.padEnd(width),
      source.slice(0, SHOWN),
      target.slice(0, SHOWN),
      source === target ? 'equal' : 'different',
    ].join('  '),
  );
  return [
    `${commands} commands derived in ${seconds.toFixed(1)} s (${per_second}/s)`,
    '',
    ['table'.padEnd(width), 'source'.padEnd(SHOWN), 'target'.padEnd(SHOWN)].join('  '),
    ...rows,
    '',
    equal ? 'All facts are equal.' : 'Not all facts are equal.',
  ].join('\n');
}

function complaintsOf({ digests, missing }: Replayed): string[] {
  const different = Object.entries(digests).filter(([, { source, target }]) => source !== target);
  const names = different.map(([table]) => table).join(', ');
  if (missing > 0) {
    return [
      `The source took ${missing} commands meanwhile, which are still missing${names && `; so these tables differ: ${names}`}.`,
      'Stop its collectors and run the same again: it takes what is missing, and only that.',
    ];
  }
  return names ? [`These tables differ: ${names}.`] : [];
}
