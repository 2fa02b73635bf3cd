import { Command } from 'commander';
import { connectionsCommand } from './connections.ts';
import { doctorCommand } from './doctor.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { keysCommand } from './keys.ts';
import { ratesCommand } from './rates.ts';
import { replayCommand } from './replay.ts';
import { serveCommand } from './serve.ts';
import { whyCommand } from './why.ts';

/** The operator's commands. */
export function createProgram(): Command {
  return new Command('clickstitch')
    .description('Which click earned this sale, and whom do we owe for it.')
    .addCommand(serveCommand())
    .addCommand(initCommand())
    .addCommand(keysCommand())
    .addCommand(connectionsCommand())
    .addCommand(ratesCommand())
    .addCommand(importCommand())
    .addCommand(whyCommand())
    .addCommand(replayCommand())
    .addCommand(doctorCommand())
    .showHelpAfterError();
}
