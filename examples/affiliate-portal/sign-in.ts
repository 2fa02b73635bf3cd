import { createHash, randomBytes } from 'node:crypto';

/** Whom a link lets in. */
export interface Invitation {
  affiliateId: string;
  name: string;
}

export interface SignInLinks {
  /** Makes the code of a link that lets one affiliate in, once. */
  create(invitation: Invitation): string;
  /** @returns whom a code lets in, which uses nothing up: what opens mail to look into links must not spend them */
  look(code: string): Invitation | undefined;
  /** As `look`, and the code is used up. */
  use(code: string): Invitation | undefined;
}

/** A link is good for so long. */
export const LINK_MINUTES = 15;
const LINKS_MAX = 10_000;

/** Links that are kept in memory, as hashes; a portal of several processes keeps them in its database. */
export function createSignInLinks(now: () => number): SignInLinks {
  const links = new Map<string, Invitation & { until: number }>();

  function look(code: string): Invitation | undefined {
    const link = links.get(hashOf(code));
    return link && now() < link.until ? link : undefined;
  }

  return {
    create(invitation) {
      for (const [hash, { until }] of links) {
        if (now() >= until || links.size >= LINKS_MAX) {
          links.delete(hash);
        }
      }
      const code = randomBytes(32).toString('base64url');
      links.set(hashOf(code), { ...invitation, until: now() + LINK_MINUTES * 60_000 });
      return code;
    },
    look,
    use(code) {
      const found = look(code);
      links.delete(hashOf(code));
      return found;
    },
  };
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
