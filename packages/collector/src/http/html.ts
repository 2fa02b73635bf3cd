/** Markup that is safe to send: whatever was put into it was escaped. */
export interface Html {
  text: string;
}

type Part = string | number | Html | readonly (string | Html)[];

/** A template whose values are escaped, unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { text: strings.map((text, at) => text + (at < parts.length ? textOf(parts[at] ?? '') : '')).join('') };
}

/** Text that is markup already. Never for anything that came from outside. */
export function raw(text: string): Html {
  return { text };
}

function textOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  if ('text' in part) return part.text;
  return part.map(textOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
