import { type Html, html } from '../html.ts';

/** Parts that several pages are made of. */

/** An address with a button that copies it; without scripts it can still be selected. */
export function copyable(text: string, what: string): Html {
  return html`<span class="copy">
    <code>${text}</code>
    <button type="button" class="button small" data-copy="${text}">Copy<span class="unseen"> ${what}</span></button>
  </span>`;
}

/** What a list says that has nothing in it yet. */
export function emptyState(title: string, words: string | Html): Html {
  return html`<section class="empty"><h2>${title}</h2><p>${words}</p></section>`;
}

export function pageHead(title: string, words: string | Html, action: Html | '' = ''): Html {
  return html`<header class="page-head"><div><h1>${title}</h1><p class="lead">${words}</p></div>${action}</header>`;
}

export interface Column<Row> {
  label: string;
  cell: (row: Row) => string | Html;
  isNumber?: boolean;
}

/** A table; on a narrow screen each row becomes a card, so the roles are said that it would lose by that. */
export function tableOf<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const align = ({ isNumber }: Column<Row>) => (isNumber ? 'number' : '');
  const head = columns.map(
    (column) => html`<th scope="col" role="columnheader" class="${align(column)}">${column.label}</th>`,
  );
  const body = rows.map((row) => {
    const cells = columns.map(
      (column) =>
        html`<td role="cell" class="${align(column)}" data-label="${column.label}"><span>${column.cell(row)}</span></td>`,
    );
    return html`<tr role="row">${cells}</tr>`;
  });
  return html`<table role="table">
    <caption class="unseen">${caption}</caption>
    <thead role="rowgroup"><tr role="row">${head}</tr></thead>
    <tbody role="rowgroup">${body}</tbody>
  </table>`;
}

/** Where a list goes on. */
export function pager(path: string, cursor: string | null, next: string | null): Html {
  if (cursor === null && next === null) {
    return html``;
  }
  return html`<nav class="pager" aria-label="More of the list">
    ${cursor === null ? '' : html`<a href="${path}">Newest</a>`}
    ${next === null ? '' : html`<a href="${path}?cursor=${encodeURIComponent(next)}">Older</a>`}
  </nav>`;
}
