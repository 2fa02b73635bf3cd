'use client';

import { useRouter } from 'next/navigation';

/** Stands in for a checkout: nobody pays, and the order's number is made up here. */
export function Buy({ slug }: { slug: string }) {
  const router = useRouter();
  return (
    <button type="button" onClick={() => router.push(`/thank-you?order=A-${Date.now()}&product=${slug}`)}>
      Buy
    </button>
  );
}
