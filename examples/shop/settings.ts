export interface Settings {
  /** Port of the shop; 0 takes any that is free. */
  port: number;
  /** Address to listen on. */
  host: string;
  /** Where the collector is, for the browser and for this server; without a slash at its end. */
  clickstitchUrl: string;
  /** Goes into the pages. */
  publishableKey: string;
  /** Stays here. */
  secretKey: string;
  /** Code of the affiliate link on the page of links. */
  affiliateCode: string;
  /** How long the pretended payment takes, in ms. */
  confirmAfterMs: number;
}

const PORT_MAX = 65_535;

/**
 * Reads the settings from environment variables.
 * @throws an Error that names each variable that is missing or wrong
 */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const required = (name: string, meaning: string): string => {
    const value = env[name] ?? '';
    if (value === '') {
      problems.push(`${name} is missing: ${meaning}.`);
    }
    return value;
  };
  const count = (name: string, fallback: number, max: number): number => {
    const value = Number(env[name] || fallback);
    if (!Number.isInteger(value) || value < 0 || value > max) {
      problems.push(`${name} must be a whole number from 0 to ${max}, not "${env[name]}".`);
    }
    return value;
  };
  const clickstitchUrl = (env['CLICKSTITCH_URL'] || 'http://localhost:8787').replace(/\/+$/, '');
  if (!URL.canParse(clickstitchUrl)) {
    problems.push(`CLICKSTITCH_URL must be a URL such as http://localhost:8787, not "${clickstitchUrl}".`);
  }
  const settings: Settings = {
    port: count('SHOP_PORT', 4000, PORT_MAX),
    host: env['SHOP_HOST'] || '127.0.0.1',
    clickstitchUrl,
    publishableKey: required('CLICKSTITCH_PUBLISHABLE_KEY', 'the key that the pages show the collector'),
    secretKey: required('CLICKSTITCH_SECRET_KEY', 'the key with which this server reports its orders'),
    affiliateCode: env['SHOP_AFFILIATE_CODE'] || 'demo',
    confirmAfterMs: count('SHOP_CONFIRM_AFTER_MS', 1500, 600_000),
  };
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
  return settings;
}
