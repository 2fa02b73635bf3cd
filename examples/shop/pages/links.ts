import { type Html, html } from '../html.ts';
import type { Page } from './layout.ts';

interface Way {
  sign: string;
  name: string;
  text: string;
  url: string;
  testid: string;
}

/**
 * The ways into the shop, as ads and partners would write them.
 * @param affiliateUrl the affiliate's link on the collector
 * @param clickId makes what an ad network appends: one id for each click
 */
export function linksPage(affiliateUrl: string, clickId: () => string): Page {
  const ways: Way[] = [
    {
      sign: 'G',
      name: 'Google ad',
      text: 'A paid search result. Google appends its click id, the shop its campaign.',
      url: `/?gclid=${clickId()}&utm_source=google&utm_medium=cpc&utm_campaign=autumn`,
      testid: 'google-ad',
    },
    {
      sign: 'F',
      name: 'Facebook ad',
      text: 'A paid post in a feed.',
      url: `/?fbclid=${clickId()}&utm_source=facebook&utm_medium=paid_social&utm_campaign=slow-mornings`,
      testid: 'facebook-ad',
    },
    {
      sign: 'T',
      name: 'TikTok ad',
      text: 'A paid video of the kiln being opened.',
      url: `/?ttclid=${clickId()}&utm_source=tiktok&utm_medium=paid_social&utm_campaign=kiln-opening`,
      testid: 'tiktok-ad',
    },
    {
      sign: 'A',
      name: 'Affiliate link',
      text: 'A partner’s link. It goes to the collector, which notes the click and sends you on.',
      url: affiliateUrl,
      testid: 'affiliate-link',
    },
    {
      sign: 'D',
      name: 'Direct',
      text: 'Somebody types the address. No touch is made, and earlier ones keep their credit.',
      url: '/',
      testid: 'direct',
    },
  ];
  return {
    title: 'Ways into the shop · Lowtide',
    main: html`
    <div class="ways">
      <p class="eyebrow">For the demo</p>
      <h1>Ways into the shop</h1>
      <p class="lead">Pick one, buy a pot, and see which click gets the credit. Come in twice through different doors to make it interesting.</p>
      <ul>${ways.map(wayIn)}</ul>
    </div>
`,
  };
}

/** Without a referrer, as if the link stood somewhere else. */
function wayIn({ sign, name, text, url, testid }: Way): Html {
  return html`
        <li>
          <a class="way" href="${url}" rel="noreferrer" data-testid="${testid}">
            <span class="sign" aria-hidden="true">${sign}</span>
            <span class="way-text"><strong>${name}</strong> <span>${text}</span> <code>${breakable(url)}</code></span>
          </a>
        </li>`;
}

/** A URL that breaks where its parameters begin, and not in the middle of a word. */
function breakable(url: string): Html[] {
  return url.split(/(?=[?&])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`));
}
