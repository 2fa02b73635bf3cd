/** The affiliate's token lives in a cookie that no script can read; the collector checks it at each request. */

const NAME = 'portal';

/** An affiliate is signed in for so long. */
export const VISIT_SECONDS = 12 * 3_600;

export function readTokenCookie(header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    // What a token is made of; anything else would not be one.
    if (name === NAME && value !== undefined && /^[\w.-]{1,500}$/.test(value)) {
      return value;
    }
  }
  return undefined;
}

/** `Strict` would leave whoever follows a bookmark in a mail signed out. Over HTTPS add `Secure`. */
export function tokenCookie(token: string): string {
  return `${NAME}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${VISIT_SECONDS}`;
}

export function noTokenCookie(): string {
  return `${NAME}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`;
}
