const ADDRESS = /^[^\s@"<>(),:;[\]\\]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/u;

/** The longest address that a link keeps. */
const MAX_LENGTH = 255;

/** Whether a text looks like one address: a name, `@`, and a domain with a dot. Blanks around it do not count. */
export function isEmailAddress(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= MAX_LENGTH && ADDRESS.test(trimmed);
}
