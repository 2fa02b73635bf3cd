import { notFound } from 'next/navigation';
import { CURRENCY, productOf } from '../../../products';
import { Buy } from './buy';

export default async function ProductPage({ params }: { params: Promise<{ slug: string }> }) {
  const product = productOf((await params).slug);
  if (!product) notFound();
  return (
    <>
      <h1>{product.name}</h1>
      <p>
        {product.price.toFixed(2)} {CURRENCY}
      </p>
      <Buy slug={product.slug} />
    </>
  );
}
