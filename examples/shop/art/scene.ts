import { type Html, html, trusted } from '../html.ts';
import type { Product } from '../products.ts';
import { GLAZES } from './glazes.ts';
import { drawVessel } from './vessel.ts';

/** A product on its own table, for cards and for the product page. */
export function drawProduct({ slug, shape, glaze }: Product, id: string = slug): Html {
  const { wall, table } = GLAZES[glaze];
  return html`<svg viewBox="-24 0 288 240" aria-hidden="true" focusable="false" preserveAspectRatio="xMidYMid slice">
      <rect x="-24" width="288" height="240" fill="${wall}"/>
      <rect x="-24" y="188" width="288" height="52" fill="${table}"/>
      ${drawVessel(shape, glaze, id)}
    </svg>`;
}

/** The window over the sea with a shelf of pots in front of it. */
export function drawWindow(): Html {
  return html`<svg class="window" viewBox="0 22 560 464" role="img" aria-label="Four stoneware pots on a window sill above a calm sea">
      ${trusted(SKY_AND_SEA)}
      ${stand(drawVessel('vase', 'ember', 'window-vase'), 8, 214, 1.12)}
      ${trusted(BRANCH)}
      ${stand(drawVessel('pitcher', 'salt', 'window-pitcher'), 142, 234, 1.02)}
      ${stand(drawVessel('bowl', 'kelp', 'window-bowl'), 262, 270, 0.84)}
      ${stand(drawVessel('cup', 'dune', 'window-cup'), 402, 318, 0.6)}
    </svg>`;
}

function stand(pot: Html, x: number, y: number, scale: number): Html {
  return html`<g transform="translate(${x} ${y}) scale(${scale})">${pot}</g>`;
}

const SKY_AND_SEA = `<defs>
    <clipPath id="window-arch"><path d="M70 440 V252 A210 210 0 0 1 490 252 V440 Z"/></clipPath>
    <linearGradient id="window-sky" x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stop-color="#dfe6e2"/><stop offset=".5" stop-color="#f6e3c9"/><stop offset="1" stop-color="#f0bf94"/>
    </linearGradient>
    <linearGradient id="window-sea" x1="0" x2="0" y1="0" y2="1">
      <stop offset="0" stop-color="#9fb3ab"/><stop offset="1" stop-color="#3f5f5a"/>
    </linearGradient>
  </defs>
  <path d="M58 446 V252 A222 222 0 0 1 502 252 V446 Z" fill="#fffaf1"/>
  <g clip-path="url(#window-arch)">
    <rect width="560" height="330" fill="url(#window-sky)"/>
    <circle cx="352" cy="232" r="58" fill="#fbeedb" opacity=".55"/>
    <circle cx="352" cy="232" r="42" fill="#e8794a"/>
    <rect y="262" width="560" height="200" fill="url(#window-sea)"/>
    <path d="M310 270 h84 M322 279 h60 M300 289 h100 M332 299 h44" stroke="#f3c9a2" stroke-width="3" stroke-linecap="round" opacity=".8"/>
    <path d="M70 292 h70 M170 310 h46 M440 286 h50 M96 330 h60 M420 322 h70 M250 340 h90" stroke="#e6efe9" stroke-width="2" stroke-linecap="round" opacity=".35"/>
    <path d="M60 262 C110 246 150 256 196 262 Z" fill="#7d8f86"/>
    <path d="M420 262 C452 250 480 248 510 262 Z" fill="#8d9c92"/>
    <path d="M330 120 q9 -9 18 0 q9 -9 18 0 M386 146 q7 -7 14 0 q7 -7 14 0" fill="none" stroke="#6d7a74" stroke-width="2.500" stroke-linecap="round"/>
    <path d="M278 20 V462" stroke="#fffaf1" stroke-width="9"/>
  </g>
  <path d="M70 440 V252 A210 210 0 0 1 490 252 V440" fill="none" stroke="#e0d2bb" stroke-width="1.500"/>
  <rect x="14" y="436" width="532" height="30" rx="3" fill="#e9dac0"/>
  <rect x="14" y="436" width="532" height="7" rx="3" fill="#f6ecd9"/>
  <rect x="30" y="466" width="500" height="12" fill="#2a1a10" opacity=".08"/>`;

/** What the vase holds. */
const BRANCH = `<g fill="none" stroke="#5a4634" stroke-width="3" stroke-linecap="round">
    <path d="M141 262 C136 214 150 168 176 126"/><path d="M142 214 C128 194 116 184 98 176"/><path d="M152 178 C168 172 182 172 198 176"/>
  </g>
  <g fill="#6d8062">
    <path d="M176 126 q-6 -22 10 -34 q10 18 -10 34z"/><path d="M98 176 q-22 0 -28 -18 q22 -4 28 18z"/><path d="M198 176 q14 -16 30 -8 q-10 18 -30 8z"/>
    <path d="M160 154 q-20 -8 -20 -26 q20 4 20 26z"/><path d="M126 194 q-16 8 -30 -2 q14 -14 30 2z"/><path d="M168 174 q10 12 4 26 q-14 -8 -4 -26z"/>
    <path d="M144 206 q16 -10 28 0 q-12 14 -28 0z" fill="#4a5d47"/><path d="M112 182 q-2 -18 12 -26 q6 18 -12 26z" fill="#4a5d47"/>
  </g>`;
