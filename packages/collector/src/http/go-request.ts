import { referralCodeOf } from '../domain/affiliate.ts';
import { beginningOf, cleanText } from '../domain/text.ts';

/** What somebody who follows a link asks for. */
export interface GoRequest {
  /** `undefined` where what stands there is none. */
  code: string | undefined;
  /** What follows the code, from its slash on, as it came; empty where nothing does. */
  path: string;
  /** The page to which `?url=` wants to lead. */
  url: string | null;
  /** `sub1` … `sub5`, by which the affiliate tells its own links apart. */
  sub_ids: Record<string, string> | null;
  /** `name=value` of what the destination is to get, byte for byte. */
  passedOn: Parameter[];
}

export interface Parameter {
  name: string;
  text: string;
}

/** Carries a click's id to the page; what somebody else put there is not passed on. */
export const CLICK_PARAMETER = 'cs_click';

const SUB_ID = /^sub[1-5]$/;
const SUB_ID_MAX = 255;

/** Reads what follows `/go`: `/ada`, `/ada/pricing?x=1`, `/ada?url=https://…`. */
export function readGoRequest(target: string): GoRequest {
  const [, segment = '', path = '', query = ''] = /^\/([^/?]*)([^?]*)\??(.*)$/s.exec(target) ?? [];
  const subIds: Record<string, string> = {};
  const passedOn: Parameter[] = [];
  let url: string | null = null;
  for (const { name, text, value } of parametersOf(query)) {
    if (name === 'url') url ??= value;
    else if (SUB_ID.test(name)) {
      const said = beginningOf(cleanText(value), SUB_ID_MAX);
      if (said !== '') subIds[name] ??= said;
    } else if (name !== CLICK_PARAMETER) passedOn.push({ name, text });
  }
  return { code: codeOf(segment), path, url, sub_ids: Object.keys(subIds).length > 0 ? subIds : null, passedOn };
}

/** The parameters of a query, as they stand there and as they are meant. */
export function parametersOf(query: string): (Parameter & { value: string })[] {
  return query
    .split('&')
    .filter((text) => text !== '')
    .map((text) => {
      const [[name, value] = ['', '']] = new URLSearchParams(text);
      return { name, text, value };
    });
}

function codeOf(segment: string): string | undefined {
  try {
    return referralCodeOf(decodeURIComponent(segment));
  } catch {
    return undefined;
  }
}
