import { type Html, trusted } from '../html.ts';
import { CLAY, GLAZES, type Glaze } from './glazes.ts';
import { type Shape, SILHOUETTES, type Silhouette } from './shapes.ts';

const SPECKS = 46;

/** Light from the left, across a round body; in small steps, because the eye finds every kink in a gradient. */
const LIGHT = [
  ['0', '#2a1a10', '.26'],
  ['.07', '#2a1a10', '.12'],
  ['.14', '#2a1a10', '.02'],
  ['.2', '#fff', '.1'],
  ['.27', '#fff', '.2'],
  ['.33', '#fff', '.22'],
  ['.4', '#fff', '.16'],
  ['.48', '#fff', '.06'],
  ['.55', '#fff', '0'],
  ['.56', '#2a1a10', '0'],
  ['.68', '#2a1a10', '.08'],
  ['.8', '#2a1a10', '.19'],
  ['.91', '#2a1a10', '.33'],
  ['1', '#2a1a10', '.46'],
]
  .map(([at, colour, opacity]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`)
  .join('');

/**
 * Draws one pot in a box of 240 × 240.
 * @param id unique on the page; gradients and clips are found by it
 */
export function drawVessel(shape: Shape, glaze: Glaze, id: string): Html {
  return trusted(shape === 'plate' ? plate(glaze, id) : pot(SILHOUETTES[shape], glaze, id));
}

function pot({ body, rim, glazeTo, handle }: Silhouette, glaze: Glaze, id: string): string {
  const colours = GLAZES[glaze];
  const ellipse = `cx="${rim.x}" cy="${rim.y}" rx="${rim.rx}" ry="${rim.ry}"`;
  const grip =
    handle === undefined
      ? ''
      : `<path d="${handle.path}" fill="none" stroke="${colours.pool}" stroke-width="${handle.width}" stroke-linecap="round"/>
         <path d="${handle.path}" fill="none" stroke="${colours.glaze}" stroke-width="${handle.width - 5}" stroke-linecap="round" transform="translate(-1 -2)"/>`;
  return `<defs>
      <clipPath id="${id}-body"><path d="${body}"/></clipPath>
      <linearGradient id="${id}-light" x1="0" x2="1" y1="0" y2="0">
        ${LIGHT}
      </linearGradient>
      <linearGradient id="${id}-glaze" x1="0" x2="0" y1="0" y2="1">
        <stop offset=".35" stop-color="${colours.glaze}"/><stop offset="1" stop-color="${colours.pool}"/>
      </linearGradient>
    </defs>
    <ellipse cx="126" cy="205" rx="${Math.max(54, rim.rx)}" ry="7" fill="#2a1a10" opacity=".2"/>
    ${grip}
    <g clip-path="url(#${id}-body)">
      <rect width="240" height="240" fill="${CLAY.body}"/>
      ${rings(glazeTo)}
      <path d="${glazeEdge(rim, glazeTo)}" fill="url(#${id}-glaze)"/>
      ${specks(id, colours.speck, rim.y, 200)}
      <path d="${body}" fill="url(#${id}-light)"/>
    </g>
    <ellipse ${ellipse} fill="${colours.glaze}"/>
    <ellipse cx="${rim.x}" cy="${rim.y + 1}" rx="${rim.rx - 3}" ry="${Math.max(2, rim.ry - 2.5)}" fill="${colours.speck}" opacity=".72"/>
    <ellipse ${ellipse} fill="none" stroke="#fff" stroke-opacity=".34" stroke-width="1.2"/>`;
}

function plate(glaze: Glaze, id: string): string {
  const colours = GLAZES[glaze];
  return `<defs>
      <clipPath id="${id}-body"><circle cx="120" cy="126" r="78"/></clipPath>
      <radialGradient id="${id}-glaze" cx=".42" cy=".36" r=".75">
        <stop offset="0" stop-color="#fff" stop-opacity=".36"/><stop offset=".55" stop-color="#fff" stop-opacity="0"/>
        <stop offset="1" stop-color="#2a1a10" stop-opacity=".3"/>
      </radialGradient>
    </defs>
    <ellipse cx="126" cy="205" rx="62" ry="6" fill="#2a1a10" opacity=".22"/>
    <circle cx="120" cy="126" r="78" fill="${CLAY.body}"/>
    <circle cx="120" cy="126" r="74.500" fill="${colours.glaze}"/>
    <circle cx="120" cy="126" r="54" fill="${colours.pool}" opacity=".5"/>
    <circle cx="119" cy="124.500" r="52.500" fill="${colours.glaze}"/>
    <g clip-path="url(#${id}-body)">${specks(id, colours.speck, 48, 204)}</g>
    <circle cx="120" cy="126" r="78" fill="url(#${id}-glaze)"/>
    <circle cx="119" cy="124.500" r="52.500" fill="none" stroke="#fff" stroke-opacity=".22"/>`;
}

/** The glaze's lower edge: a wave with two runs, where it was thick and the kiln hot. */
function glazeEdge({ x, rx }: Silhouette['rim'], to: number): string {
  const left = Math.min(40, x - rx);
  return `M${left} 20 H210 V${to - 6} C196 ${to + 6} 188 ${to - 10} 176 ${to - 4}
    C166 ${to} 166 ${to + 20} 157 ${to + 20} C148 ${to + 20} 149 ${to + 2} 138 ${to}
    C124 ${to - 3} 118 ${to + 7} 106 ${to + 2} C98 ${to - 1} 98 ${to + 12} 90 ${to + 12}
    C82 ${to + 12} 82 ${to - 3} 70 ${to - 4} C58 ${to - 5} 50 ${to + 4} ${left} ${to - 4} Z`;
}

/** Lines left by the fingers in the bare clay. */
function rings(from: number): string {
  const ys = [from + 12, from + 20, from + 27, from + 33];
  return ys
    .map(
      (y) => `<path d="M40 ${y} Q120 ${y + 8} 200 ${y}" fill="none" stroke="${CLAY.shade}" stroke-opacity=".35"/>
        <path d="M40 ${y + 2} Q120 ${y + 10} 200 ${y + 2}" fill="none" stroke="${CLAY.light}" stroke-opacity=".5"/>`,
    )
    .join('');
}

/** Iron specks, strewn by the id, so that a pot looks the same on every page. */
function specks(id: string, colour: string, top: number, bottom: number): string {
  let seed = [...id.replace(/.*:/, '')].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2147483647, 7);
  const next = (): number => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  return Array.from({ length: SPECKS }, () => {
    const x = 36 + next() * 168;
    const y = top + next() * (bottom - top);
    const radius = 0.5 + next() ** 3 * 1.6;
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="${colour}" opacity=".55"/>`;
  }).join('');
}
