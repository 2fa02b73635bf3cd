import type { Parameters } from './checkout-parameters.ts';

/**
 * The URL with those parameters behind its own, which stay as they are, byte for byte; what it has already, it keeps, but for
 * what was put there earlier.
 */
export function withParameters(href: string, parameters: Parameters, earlier: Parameters = []): string {
  const [, url, query, hash] = /^([^?#]*)([^#]*)(.*)$/s.exec(href.trim()) as unknown as [
    string,
    string,
    string,
    string,
  ];
  const gone = textsOf(earlier);
  const parts = query.slice(1).split('&');
  const own = parts.filter((part) => !gone.includes(part));
  const named = new URLSearchParams(own.join('&'));
  const added = textsOf(parameters.filter(([name]) => !named.has(name)));
  if (!added[0] && own.length === parts.length) return href;
  const all = [...(own.slice(-1)[0] ? own : own.slice(0, -1)), ...added].join('&');
  return url + (all && `?${all}`) + hash;
}

const textsOf = (parameters: Parameters): string[] => parameters.map((parameter) => parameter.join('='));
