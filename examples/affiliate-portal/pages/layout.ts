import { type Html, html, trusted } from '../html.ts';

export interface Page {
  title: string;
  /** What is between header and footer. */
  main: Html;
  /** Of an affiliate who is signed in, the path of the page; without it there is no menu. */
  path?: string;
}

const MENU: readonly (readonly [path: string, label: string])[] = [
  ['/', 'Overview'],
  ['/links', 'Links'],
  ['/clicks', 'Clicks'],
  ['/leads', 'Leads'],
  ['/sales', 'Sales'],
  ['/earnings', 'Earnings'],
  ['/payouts', 'Payouts'],
];

export function layOut({ title, main, path }: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>${title} · Lowtide partners</title>
  <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/portal.css">
  <script src="/portal.js" defer></script>
</head>
<body>
  <a class="skip" href="#main">Skip to content</a>
  <header class="top">
    <p class="brand">${MARK}<span>Lowtide <i>partners</i></span></p>
    ${path === undefined ? '' : SIGN_OUT}
    ${path === undefined ? '' : menu(path)}
  </header>
  <main id="main" tabindex="-1">
${main}
  </main>
  <footer class="bottom">
    <p>A demo of Clickstitch: this shop and its pots do not exist. Days and times are in UTC.</p>
  </footer>
  <p class="said" role="status" aria-live="polite" id="said"></p>
</body>
</html>
`;
}

function menu(current: string): Html {
  const items = MENU.map(
    ([path, label]) =>
      html`<li><a href="${path}"${path === current ? trusted(' aria-current="page"') : ''}>${label}</a></li>`,
  );
  return html`<nav aria-label="Your pages"><ul>${items}</ul></nav>`;
}

const SIGN_OUT = trusted(
  '<form method="post" action="/sign-out" class="sign-out"><button class="quiet" type="submit">Sign out</button></form>',
);

const MARK = trusted(
  '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><circle cx="16" cy="16" r="16" fill="#2f4a46"/>' +
    '<circle cx="20" cy="13" r="4.500" fill="#e8794a"/><path d="M3 18q4-3 8 0t8 0 8 0 4-1v3q-2-1-4 1-4 3-8 0t-8 0-8 0z" fill="#f6efe3"/></svg>',
);
