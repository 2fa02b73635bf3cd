import { type Html, html } from '../html.ts';
import type { Affiliate, Page } from '../replies.ts';
import { LINK_MINUTES } from '../sign-in.ts';
import { copyable, emptyState, pageHead, pager } from './parts.ts';

/** The pages before an affiliate is in: the operator's, and those of the link. */

export function operatorPage({ data, next_cursor }: Page<Affiliate>, cursor: string | null): Html {
  const rows = data.map(
    ({ id, name, status }) => html`<li class="card row">
      <div><h2>${name}</h2><p class="hint">${status}</p></div>
      <form method="post" action="/operator/links">
        <input type="hidden" name="affiliate_id" value="${id}"><input type="hidden" name="name" value="${name}">
        <button class="button" type="submit">Make a sign-in link<span class="unseen"> for ${name}</span></button>
      </form>
    </li>`,
  );
  return html`
    ${pageHead('Let an affiliate in', 'For whoever runs the shop. A real shop has this behind its own sign-in, or mails the link to whoever asks for it.')}
    ${data.length === 0 ? emptyState('No affiliates yet', html`Create one with <code>POST /v1/affiliates</code>, then come back.`) : html`<ul class="cards one">${rows}</ul>`}
    ${pager('/operator', cursor, next_cursor)}
  `;
}

export function linkMadePage(name: string, url: string): Html {
  return html`
    ${pageHead(`A link for ${name}`, `It lets them in once, within ${LINK_MINUTES} minutes. Send it to them alone.`)}
    <p>${copyable(url, 'the sign-in link')}</p>
    <p><a class="button" href="${url}">Open it here</a> <a class="after" href="/operator">Back to all affiliates</a></p>
  `;
}

/** Following the link asks once more, because mail programs look into links by themselves. */
export function confirmPage(name: string): Html {
  return html`
    ${pageHead(`Hello, ${name}`, 'This link signs you in on this device. It works once.')}
    <form method="post"><button class="button" type="submit">Sign in</button></form>
  `;
}

export function signedOutPage(words: string): Html {
  return html`${pageHead('You are not signed in', words)}<p>Ask us for a new sign-in link: it comes by mail and works once.</p>`;
}

export function messagePage(title: string, words: string): Html {
  return html`${pageHead(title, words)}<p><a href="/">Back to the first page</a></p>`;
}
