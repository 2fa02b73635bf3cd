import Link from 'next/link';
import { CURRENCY, PRODUCTS } from '../products';

export default function Home() {
  return (
    <>
      <h1>Pots for every day</h1>
      <ul>
        {PRODUCTS.map(({ slug, name, price }) => (
          <li key={slug}>
            <Link href={`/products/${slug}`}>{name}</Link>, {price.toFixed(2)} {CURRENCY}
          </li>
        ))}
      </ul>
    </>
  );
}
