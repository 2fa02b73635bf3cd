/** The query parameter, and the field of messages between frames, in which one site tells another who comes. */
export const linkParameter = 'cs_link';

const inQuery = /[?&]cs_link=([^&#]*)/;

/** What the parameter of a URL holds; `undefined` where there is none. */
export const linkIn = (url: string): string | undefined => inQuery.exec(url.replace(/#.*/s, ''))?.[1];

/** The URL with that in its parameter and nothing else changed, byte for byte; without one it loses the parameter. */
export function withLink(url: string, link?: string): string {
  const [, head, fragment] = /^([^#]*)(.*)$/s.exec(url.trim()) as unknown as [string, string, string];
  // Where others follow, the sign in front is theirs.
  const own = head.replace(/([?&])(?:cs_link=[^&]*&)+/g, '$1').replace(/[?&]cs_link=[^&]*/g, '');
  if (!link) return own + fragment;
  const sign = own.includes('?') ? (/[?&]$/.test(own) ? '' : '&') : '?';
  return `${own}${sign}${linkParameter}=${link}${fragment}`;
}
