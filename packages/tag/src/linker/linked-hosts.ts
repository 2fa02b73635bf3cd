/**
 * The hosts that the option names, in a list or in a text with commas or spaces, as the browser writes them. A scheme, a port,
 * a path or a `*.` does no harm. A word without a dot would stand for a whole top-level domain, so it is none, but for
 * `localhost`.
 */
export function linkedHosts(option: unknown): string[] {
  return `${option}`.split(/[\s,]+/).flatMap((text) => {
    try {
      const { hostname } = new URL(`http://${text.replace(/^(\w+:\/\/)?[*.]*/, '')}`);
      return /\.|^localhost$/.test(hostname) ? hostname : [];
    } catch {
      return [];
    }
  });
}

/** The host of a web page's URL or origin; `undefined` of what is none. */
export const hostOf = (url: unknown): string | undefined => /^https?:\/\/([^/:?#]+)/.exec(`${url}`)?.[1];
