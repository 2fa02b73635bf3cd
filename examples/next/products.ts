export interface Product {
  /** Names the product in URLs. */
  slug: string;
  name: string;
  price: number;
}

export const CURRENCY = 'EUR';

export const PRODUCTS: readonly Product[] = [
  { slug: 'kelp-bowl', name: 'Kelp bowl', price: 38.5 },
  { slug: 'dune-cup', name: 'Dune cup', price: 24 },
];

export const productOf = (slug: string | undefined) => PRODUCTS.find((product) => product.slug === slug);
