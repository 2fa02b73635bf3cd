import type { Caller } from '../auth/keyring.ts';
import { AppError } from '../domain/errors.ts';
import type { HttpContext } from './context.ts';
import { createRecentlyUsed } from './recently-used.ts';
import { tagOptions } from './tag-options.ts';

/** A line of script that comes before the tag. */
export interface Preamble {
  line: string;
  /** It says less than it should, so nobody is to keep it. */
  is_makeshift: boolean;
}

/** Keys of which it is known what came last; for when nobody can be asked. */
const REMEMBERED = 500;

/**
 * Hands the settings of a workspace to the tag: `(window.clickstitch=window.clickstitch||{}).s={"key":…};`. A page must not
 * break for its key's sake, so of a key that is no good a comment says so, without what was sent.
 */
export function createTagPreamble(
  context: Pick<HttpContext, 'keyring' | 'ask' | 'log'>,
): (key: unknown) => Promise<Preamble> {
  const known = createRecentlyUsed<string>(REMEMBERED);

  async function settingsOf(key: string): Promise<string> {
    const caller = await callerOf(key);
    if (!caller) return comment('the key in its address is unknown, revoked or expired');
    if (caller.kind !== 'publishable') {
      return comment('the key in its address is a secret key, which must never be in a page: revoke it');
    }
    const row = await context.ask('read_tag_settings', { workspace_id: caller.workspace_id });
    const line = `(window.clickstitch=window.clickstitch||{}).s=${scriptJson(tagOptions(key, row?.settings))};\n`;
    known.set(key, line);
    return line;
  }

  async function callerOf(key: string): Promise<Caller | undefined> {
    try {
      return await context.keyring.identify(key);
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthorized') return undefined;
      throw error;
    }
  }

  return async (key) => {
    if (typeof key !== 'string') return { line: comment('its address has several keys'), is_makeshift: false };
    try {
      return { line: await settingsOf(key), is_makeshift: false };
    } catch (error) {
      context.log.warn({ err: error }, 'the settings of a tag could not be read');
      const line = known.get(key) ?? comment('the settings cannot be read now');
      return { line, is_makeshift: true };
    }
  };
}

function comment(why: string): string {
  return `/* Clickstitch: no settings come with this script, for ${why}. */\n`;
}

/** JSON that is the same as script, wherever the script stands. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
