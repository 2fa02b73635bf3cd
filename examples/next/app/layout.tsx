import { ClickstitchProvider } from '@clickstitch/tag/react';
import Link from 'next/link';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { ConsentBanner } from './consent-banner';

export const metadata = { title: 'Lowtide' };

/** The tag is around every page, and waits for the visitor's consent. */
export default async function Layout({ children }: { children: ReactNode }) {
  // The settings are read when a page is asked for, and not when the app is built.
  await connection();
  const { CLICKSTITCH_PUBLISHABLE_KEY: key = '', CLICKSTITCH_URL: endpoint } = process.env;
  return (
    <html lang="en">
      <body>
        <ClickstitchProvider publishableKey={key} endpoint={endpoint} consent="denied">
          <header>
            <Link href="/">Lowtide</Link>
          </header>
          <main>{children}</main>
          <ConsentBanner />
        </ClickstitchProvider>
      </body>
    </html>
  );
}
