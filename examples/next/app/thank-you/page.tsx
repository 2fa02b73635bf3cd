import { notFound } from 'next/navigation';
import { productOf } from '../../products';
import { Sale } from './sale';

export default async function ThankYou({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | undefined>>;
}) {
  const { order, product: slug } = await searchParams;
  const product = productOf(slug);
  if (!order || !product) notFound();
  return (
    <>
      <h1>Thank you</h1>
      <p>
        Your order {order}: {product.name}
      </p>
      <Sale order={order} value={product.price} />
    </>
  );
}
