import { isbot } from 'isbot';

const REMEMBERED_AT_MOST = 5_000;

/** Tells bots by their User-Agent. Few agents make most requests, so answers are remembered. */
export function createBotCheck(): (userAgent: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  return (userAgent) => {
    if (!userAgent) return false;
    let answer = known.get(userAgent);
    if (answer === undefined) {
      if (known.size >= REMEMBERED_AT_MOST) known.clear();
      answer = isbot(userAgent);
      known.set(userAgent, answer);
    }
    return answer;
  };
}
