/** The value of a marked field is told, under the name that the mark gives or else under the field's own. */
const mark = 'data-clickstitch-capture';

/** Characters. */
const maxLength = 200;

/** Never told, whoever marks them: what opens something, what pays, files; and buttons, which nobody fills in. */
const secretTypes = /^(password|file|submit|button|reset|image)$/;
const secretPurposes = /(^|\s)(cc-|one-time-code|(current|new)-password)/i;
const secretNames = /token|csrf|xsrf|nonce|secret|session|signature|auth|passw/i;

/** What was put into the marked fields of a form, by name; several values of one name with commas. */
export function markedValues(fields: Iterable<Element>): Record<string, unknown> {
  const values: Record<string, string> = {};
  for (const field of fields as Iterable<HTMLInputElement & HTMLSelectElement>) {
    const name = field.getAttribute(mark) || field.name || field.id;
    if (!name || !field.matches(`[${mark}]:not(:disabled)`) || field.closest('[data-clickstitch-ignore]')) continue;
    const { type }: { type: string } = field;
    if (secretTypes.test(type) || secretPurposes.test(`${field.getAttribute('autocomplete')}`)) continue;
    if (type === 'hidden' && secretNames.test(`${field.name} ${field.id}`)) continue;
    if (/checkbox|radio/.test(type) && !field.checked) continue;
    const value = field.selectedOptions ? [...field.selectedOptions].map((option) => option.value).join() : field.value;
    if (value) values[name] = [values[name] ?? [], value].flat().join().slice(0, maxLength);
  }
  return values;
}
