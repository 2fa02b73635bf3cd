/** Markup that is safe to send as it is; a plain string is not and gets escaped. */
export interface Html {
  readonly markup: string;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Marks text as markup. For markup of our own only, never for what a visitor sent. */
export function trusted(markup: string): Html {
  return { markup };
}

/** Template tag: `html\`<p>${text}</p>\`` escapes its strings and numbers, and takes in other Html as it is. */
export function html(parts: TemplateStringsArray, ...values: ReadonlyArray<string | number | Html | Html[]>): Html {
  let markup = parts[0] ?? '';
  values.forEach((value, index) => {
    markup += render(value) + (parts[index + 1] ?? '');
  });
  return { markup };
}

function render(value: string | number | Html | Html[]): string {
  if (Array.isArray(value)) {
    return value.map(({ markup }) => markup).join('');
  }
  return typeof value === 'object' ? value.markup : escapeText(String(value));
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
