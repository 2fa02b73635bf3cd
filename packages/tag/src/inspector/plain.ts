const maxDepth = 6;
const maxMembers = 100;
const maxText = 2000;

/**
 * A copy that can be written as JSON, whatever a page has handed in: the page may change its objects later, and they may be as
 * large as the document. What JSON has no word for is there in words.
 */
export function plain(value: unknown, depth = 0): unknown {
  try {
    if (typeof value === 'string') return cut(value);
    if (typeof value === 'number') return Number.isFinite(value) ? value : `${value}`;
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'function') return `ƒ ${value.name}`;
    if (typeof value === 'symbol') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Error) return cut(`${value}`);
    if (value instanceof Date || value instanceof RegExp || value instanceof URL) return `${value}`;
    if ('nodeType' in value && 'nodeName' in value) return `<${value.nodeName}>`.toLowerCase();
    if (depth === maxDepth) return '…';
    if (Array.isArray(value)) return value.slice(0, maxMembers).map((member) => plain(member, depth + 1));
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(value).slice(0, maxMembers)) {
      // One that breaks shall not hide the others.
      const member = read(value, key);
      if (member !== undefined) copy[key] = plain(member, depth + 1);
    }
    return copy;
  } catch (error) {
    return `? ${error}`;
  }
}

function read(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch (error) {
    return `? ${error}`;
  }
}

const cut = (text: string) => (text.length > maxText ? `${text.slice(0, maxText)}…` : text);
