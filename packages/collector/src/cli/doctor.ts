import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { examine, examineLedger, type Finding } from '../doctor.ts';
import { inWords, isWell, jsonOf } from './ledger-text.ts';
import { createProgress } from './progress.ts';

interface Options {
  ledger?: boolean;
  workspace?: string;
  replay?: boolean;
  json?: boolean;
}

/** `clickstitch doctor`: whether a collector can work here; with `--ledger`, whether what is owed and paid is right. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look whether a collector can work here, or whether its ledger is right; changes nothing')
    .option('--ledger', 'hold what is owed and paid against what it follows from')
    .option('--workspace <id>', 'with --ledger: of this workspace alone')
    .option('--replay', 'with --ledger: derive the log again in memory, however long it is')
    .option('--no-replay', 'with --ledger: do not derive the log again')
    .option('--json', 'print one JSON object')
    .action(({ ledger, ...options }: Options) => (ledger ? examinesLedger(options) : examines(options)));
}

async function examines({ json }: Options): Promise<void> {
  const findings = await examine(process.env);
  const isAllWell = findings.every(({ is_well }) => is_well);
  if (json) console.log(JSON.stringify({ well: isAllWell, findings }));
  else for (const finding of findings) tell(finding);
  if (!isAllWell) process.exitCode = 1;
}

function tell({ name, is_well, says, hint }: Finding): void {
  console.log(`${is_well ? 'well ' : 'wrong'}  ${name}: ${says}`);
  if (hint !== null) console.log(`       ${hint}`);
}

async function examinesLedger({ workspace, replay, json }: Options): Promise<void> {
  const { database } = readConfig(process.env);
  const progress = createProgress(process.stderr, Date.now);
  const question = { workspace_id: workspace ?? null, replays: replay ?? null };
  const examined = await examineLedger(database, question, progress).finally(() => progress.end());
  if (json) console.log(JSON.stringify(jsonOf(examined)));
  else for (const line of inWords(examined)) console.log(line);
  if (!isWell(examined)) process.exitCode = 1;
}
