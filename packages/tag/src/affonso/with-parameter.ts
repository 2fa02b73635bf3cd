/** The URL with one more query parameter at its end. All else stays as it is, byte for byte. */
export function withParameter(url: string, name: string, value: string): string {
  return url.replace(/#|$/, `${/^[^#]*\?/.test(url) ? '&' : '?'}${name}=${value}$&`);
}
