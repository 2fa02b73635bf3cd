import { html } from '../html.ts';
import type { Page } from './layout.ts';

/** @param text what was looked for and is not here */
export function notFoundPage(text: string): Page {
  return {
    title: 'Not here · Lowtide',
    main: html`
    <section class="empty">
      <p class="eyebrow">Not here</p>
      <h1>${text}</h1>
      <p><a class="button" href="/">Back to the shelf</a></p>
    </section>
`,
  };
}
