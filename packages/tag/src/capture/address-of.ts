/** As much as the tag sends of any URL, in characters. */
const maxLength = 2048;

/**
 * Where a URL leads, without user, query and fragment, which may hold what is nobody's business; nothing where it is no
 * web page.
 */
export function addressOf(url: string): string | undefined {
  const [, scheme, place] = /^(https?:\/\/)(?:[^/?#]*@)?([^?#]*)/.exec(url) ?? [];
  return scheme && (scheme + place).slice(0, maxLength);
}
