import { type Html, html, trusted } from '../html.ts';

export interface Page {
  title: string;
  /** What is between header and footer. */
  main: Html;
  /** A script of the page's own, by its path. */
  script?: string;
}

/**
 * Puts a page together. The snippet goes into the head of every page, as in any shop that uses Clickstitch; it is the
 * only thing here that a shop without Clickstitch would not have.
 */
export function layOut({ title, main, script }: Page, snippet: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="description" content="Lowtide makes stoneware for slow mornings: cups, bowls and pitchers in six glazes.">
  <title>${title}</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/shop.css">
  ${trusted(snippet)}
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <p class="notice">A pretend shop for trying Clickstitch: nothing is charged, nothing is sent. <a href="/links.html">Come in through an ad</a></p>
  <header class="top">
    <a class="brand" href="/">${MARK}<span>Lowtide</span></a>
    <nav aria-label="Shop">
      <a href="/#shelf">Shelf</a>
      <a href="/#making">Making</a>
      <a href="/links.html">Ways in</a>
    </nav>
  </header>
  <main id="main">
${main}
  </main>
  <footer class="bottom">
    <div>
      <a class="brand" href="/">${MARK}<span>Lowtide</span></a>
      <p>Stoneware for slow mornings.</p>
    </div>
    <p>This shop and its pots exist only for the demo of Clickstitch.</p>
  </footer>
  ${script === undefined ? '' : html`<script src="${script}" defer></script>`}
</body>
</html>
`;
}

const MARK = trusted(
  '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><circle cx="16" cy="16" r="16" fill="currentColor"/>' +
    '<circle cx="20" cy="13" r="4.500" fill="#e8794a"/><path d="M3 18q4-3 8 0t8 0 8 0 4-1v3q-2-1-4 1-4 3-8 0t-8 0-8 0z" fill="#f6efe3"/>' +
    '<path d="M6 24q3-2 6 0t6 0 6 0" fill="none" stroke="#f6efe3" stroke-width="1.800" stroke-linecap="round"/></svg>',
);
