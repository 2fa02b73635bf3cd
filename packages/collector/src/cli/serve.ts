import { Command } from 'commander';
import { startApp } from '../app.ts';
import { placeOf, readConfig } from '../config.ts';
import { createLog } from '../log.ts';

/** `clickstitch serve`: runs the collector until it is told to stop. */
export function serveCommand(): Command {
  return new Command('serve').description('run the collector').action(async () => {
    const config = readConfig(process.env);
    const log = createLog(config.log_level);
    const app = await startApp(config, log, (error) => {
      log.fatal({ err: error }, 'the collector can no longer reach its database and ends');
      process.exit(1);
    });
    log.info({ url: app.url, database: placeOf(config.database) }, 'the collector is running');

    let isStopping = false;
    const stop = async (signal: string) => {
      if (isStopping) process.exit(1);
      isStopping = true;
      log.info({ signal }, 'stopping: what was taken is stored first');
      await app.stop();
      log.info('stopped');
      process.exit(0);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}
