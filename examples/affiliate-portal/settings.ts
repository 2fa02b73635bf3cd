export interface Settings {
  /** Port of the portal; 0 takes any that is free. */
  port: number;
  /** Address to listen on. */
  host: string;
  /** Where the collector is, for this server alone; without a slash at its end. */
  clickstitchUrl: string;
  /** Stays here: with it tokens are made. */
  secretKey: string;
}

const PORT_MAX = 65_535;

/**
 * Reads the settings from environment variables.
 * @throws an Error that names each variable that is missing or wrong
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const port = Number(env['PORTAL_PORT'] || 4100);
  if (!Number.isInteger(port) || port < 0 || port > PORT_MAX) {
    problems.push(`PORTAL_PORT must be a whole number from 0 to ${PORT_MAX}, not "${env['PORTAL_PORT']}".`);
  }
  const clickstitchUrl = (env['CLICKSTITCH_URL'] || 'http://localhost:8787').replace(/\/+$/, '');
  if (!URL.canParse(clickstitchUrl)) {
    problems.push(`CLICKSTITCH_URL must be a URL such as http://localhost:8787, not "${clickstitchUrl}".`);
  }
  const secretKey = env['CLICKSTITCH_SECRET_KEY'] ?? '';
  if (secretKey === '') {
    problems.push('CLICKSTITCH_SECRET_KEY is missing: the key with which this server lets affiliates in.');
  }
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  return { port, host: env['PORTAL_HOST'] || '127.0.0.1', clickstitchUrl, secretKey };
}
