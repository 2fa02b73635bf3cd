import { listen, make, setText } from './make.ts';

/** A button that copies a text, and a field to copy it from where the browser does not let it. */
export function createCopyView(read: () => string, clipboard: () => Clipboard | undefined) {
  const button = make('button', { type: 'button' }, 'Copy JSON');
  const field = make('textarea', { 'aria-label': 'The inspector’s report as JSON', readonly: '', rows: '8' });
  const element = make(
    'div',
    { class: 'copy' },
    make('p', {}, 'The browser does not let it be copied. It is selected here:'),
    field,
  );
  element.hidden = true;

  const say = (text: string) => {
    setText(button, text);
    setTimeout(() => setText(button, 'Copy JSON'), 2000);
  };
  const offer = (text: string) => {
    field.value = text;
    element.hidden = false;
    field.focus();
    field.select();
  };
  listen(button, 'click', () => {
    const text = read();
    element.hidden = true;
    // On http pages there is no clipboard, and a policy may forbid it.
    const copying = clipboard()?.writeText(text);
    if (copying) {
      copying.then(
        () => say('Copied'),
        () => offer(text),
      );
    } else offer(text);
  });
  return { button, element };
}
