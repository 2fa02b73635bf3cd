import type { Glaze } from './art/glazes.ts';
import type { Shape } from './art/shapes.ts';

export interface Product {
  /** Names the product in URLs and orders. */
  slug: string;
  name: string;
  shape: Shape;
  glaze: Glaze;
  price_minor: number;
  /** One line for the card. */
  line: string;
  story: string;
  size: string;
  care: string;
}

export const CURRENCY = 'EUR';

export const PRODUCTS: readonly Product[] = [
  {
    slug: 'kelp-bowl',
    name: 'Kelp bowl',
    shape: 'bowl',
    glaze: 'kelp',
    price_minor: 3850,
    line: 'Deep enough for soup, wide enough for salad.',
    story:
      'A bowl for the middle of the table. The green comes from ash and a little copper, and it pools darker at the foot, where the glaze ran and stopped.',
    size: '19 cm across, 9 cm high, 1.1 litres',
    care: 'Oven and dishwasher',
  },
  {
    slug: 'dune-cup',
    name: 'Dune cup',
    shape: 'cup',
    glaze: 'dune',
    price_minor: 2400,
    line: 'Small, thin-lipped, made for two hands.',
    story:
      'No handle, on purpose: when the cup is too hot to hold, so is the coffee. Left bare towards the foot, where the clay feels like dry sand.',
    size: '8 cm across, 9 cm high, 240 ml',
    care: 'Dishwasher',
  },
  {
    slug: 'salt-pitcher',
    name: 'Salt pitcher',
    shape: 'pitcher',
    glaze: 'salt',
    price_minor: 6200,
    line: 'Pours without a drip. We tried a lot of spouts.',
    story:
      'Water for four, or a whole bottle of something better. The white is thin over iron-speckled clay, so that every pitcher has its own weather.',
    size: '23 cm high, 1.4 litres',
    care: 'Dishwasher',
  },
  {
    slug: 'dusk-dripper',
    name: 'Dusk dripper',
    shape: 'dripper',
    glaze: 'dusk',
    price_minor: 4600,
    line: 'One hole, three minutes, no hurry.',
    story:
      'A cone that takes any No. 2 filter and sits on most mugs. Stoneware holds its heat, so the last third of the pour is as warm as the first.',
    size: '12 cm across, 11 cm high',
    care: 'Dishwasher',
  },
  {
    slug: 'ember-vase',
    name: 'Ember vase',
    shape: 'vase',
    glaze: 'ember',
    price_minor: 7400,
    line: 'One branch is enough.',
    story:
      'Narrow at the neck so that a single stem stands where you put it. Fired near the flame; the red is never the same twice.',
    size: '26 cm high',
    care: 'Rinse by hand',
  },
  {
    slug: 'shingle-plate',
    name: 'Shingle plate',
    shape: 'plate',
    glaze: 'shingle',
    price_minor: 2900,
    line: 'Grey like wet pebbles. Food looks good on it.',
    story: 'A flat plate with a low rim that stops the sauce and leaves the knife alone. Stacks closer than it looks.',
    size: '26 cm across',
    care: 'Oven and dishwasher',
  },
];

/** @returns undefined for a product we do not have */
export function findProduct(slug: string): Product | undefined {
  return PRODUCTS.find((product) => product.slug === slug);
}
