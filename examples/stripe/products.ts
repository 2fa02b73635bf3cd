/** What the shop sells. What it costs is known to Stripe, by the id of its price. */
export interface Product {
  slug: string;
  name: string;
  text: string;
  /** For people. */
  cost: string;
  /** Id of the price at Stripe. */
  price: string;
  mode: 'payment' | 'subscription';
}

export const PRODUCTS: readonly Product[] = [
  {
    slug: 'tide-bowl',
    name: 'Tide bowl',
    text: 'One wide bowl, thrown by hand and glazed in three blues.',
    cost: '€50.00 plus tax',
    price: 'price_tide_bowl',
    mode: 'payment',
  },
  {
    slug: 'cup-club',
    name: 'Cup club',
    text: 'A new cup at your door every month. The first two weeks cost nothing.',
    cost: '€20.00 a month plus tax, after 14 free days',
    price: 'price_cup_club',
    mode: 'subscription',
  },
];

export function findProduct(slug: string): Product | undefined {
  return PRODUCTS.find((product) => product.slug === slug);
}
