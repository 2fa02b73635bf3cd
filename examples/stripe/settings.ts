export interface Settings {
  /** Port of the shop; 0 takes any that is free. */
  shopPort: number;
  /** Port of what stands in for Stripe; 0 takes any that is free. */
  standInPort: number;
  /** Address to listen on. */
  host: string;
  /** Where the collector is, for the browser and for this server; without a slash at its end. */
  clickstitchUrl: string;
  /** Goes into the pages. */
  publishableKey: string;
  /** Stays here: with it everything is set up, and earnings are read. */
  secretKey: string;
}

const PORT_MAX = 65_535;

/**
 * Reads the settings from environment variables.
 * @throws an Error that names each variable that is missing or wrong
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const readPort = (name: string, fallback: number): number => {
    const port = Number(env[name] || fallback);
    if (!Number.isInteger(port) || port < 0 || port > PORT_MAX) {
      problems.push(`${name} must be a whole number from 0 to ${PORT_MAX}, not "${env[name]}".`);
    }
    return port;
  };
  const required = (name: string, meaning: string): string => {
    const value = env[name] ?? '';
    if (value === '') {
      problems.push(`${name} is missing: ${meaning}.`);
    }
    return value;
  };
  const clickstitchUrl = (env['CLICKSTITCH_URL'] || 'http://localhost:8787').replace(/\/+$/, '');
  if (!URL.canParse(clickstitchUrl)) {
    problems.push(`CLICKSTITCH_URL must be a URL such as http://localhost:8787, not "${clickstitchUrl}".`);
  }
  const settings: Settings = {
    shopPort: readPort('STRIPE_SHOP_PORT', 4200),
    standInPort: readPort('STRIPE_STAND_IN_PORT', 4300),
    host: env['STRIPE_SHOP_HOST'] || '127.0.0.1',
    clickstitchUrl,
    publishableKey: required('CLICKSTITCH_PUBLISHABLE_KEY', 'the key that the pages show the collector'),
    secretKey: required('CLICKSTITCH_SECRET_KEY', 'the key with which program and connection are made'),
  };
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  return settings;
}
