import { addressOf } from './address-of.ts';
import { markedValues } from './marked-values.ts';

/** Which form was submitted, and where to; of what was put in, only the fields that are marked for it. */
export function formOf(
  form: HTMLFormElement,
  submitter: HTMLElement | null,
  withValues: boolean,
): Record<string, unknown> {
  // A field that is named `id` or `action` hides the form's own.
  const own = (name: string) => Reflect.get(HTMLFormElement.prototype, name, form);
  const { formAction } = (submitter?.hasAttribute('formaction') ? submitter : {}) as Partial<HTMLButtonElement>;
  return {
    ...(withValues && markedValues(own('elements'))),
    form_id: own('id') || undefined,
    form_name: own('name') || undefined,
    action: addressOf(formAction ?? own('action')),
  };
}
