import { dirname, join, resolve } from 'node:path';
import { ROOT } from '../setup/root.mjs';

/** Where everything is that `npm start` runs. */
export interface Places {
  collectorPort: number;
  shopPort: number;
  collectorUrl: string;
  shopUrl: string;
  /** The SQLite file. */
  database: string;
  /** Beside the database, because its keys open no other. */
  keyFile: string;
  collectorLog: string;
}

/**
 * Reads the few settings that matter before the collector is there to read its own.
 * @throws an Error that names the setting at fault
 */
export function readPlaces(env: NodeJS.ProcessEnv): Places {
  const collectorPort = readPort(env, 'CLICKSTITCH_PORT', 8787);
  const shopPort = readPort(env, 'SHOP_PORT', 4000);
  if (collectorPort === shopPort) {
    throw new Error(`CLICKSTITCH_PORT and SHOP_PORT are both ${shopPort}; the two need a port each.`);
  }
  const databaseUrl = env['CLICKSTITCH_DATABASE_URL'] || 'sqlite:./data/clickstitch.db';
  if (!databaseUrl.startsWith('sqlite:')) {
    throw new Error('npm start runs on SQLite. For another CLICKSTITCH_DATABASE_URL use: npm run clickstitch -- serve');
  }
  const database = resolve(ROOT, databaseUrl.slice('sqlite:'.length));
  return {
    collectorPort,
    shopPort,
    collectorUrl: `http://localhost:${collectorPort}`,
    shopUrl: `http://localhost:${shopPort}`,
    database,
    keyFile: join(dirname(database), 'dev-keys.json'),
    collectorLog: join(dirname(database), 'collector.log'),
  };
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const port = Number(env[name] || fallback);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a port from 1 to 65535, not "${env[name]}".`);
  }
  return port;
}
