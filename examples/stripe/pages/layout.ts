import { type Html, html, trusted } from '../html.ts';

export interface Page {
  title: string;
  main: Html;
  /** A script of the page's own, by its path. */
  script?: string;
}

/** The snippet goes into the head of every page, as in any shop that uses Clickstitch. */
export function layOut({ title, main, script }: Page, snippet: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · Lowtide</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/stripe.css">
  ${trusted(snippet)}
</head>
<body>
  <header>
    <a class="brand" href="/"><img src="/favicon.svg" alt="" width="32" height="32"><span>Lowtide</span></a>
    <nav aria-label="Shop"><a href="/">Shop</a> <a href="/earnings">What the affiliate earned</a></nav>
  </header>
  <main>
${main}
  </main>
  ${script === undefined ? '' : html`<script src="${script}" defer></script>`}
</body>
</html>
`;
}
