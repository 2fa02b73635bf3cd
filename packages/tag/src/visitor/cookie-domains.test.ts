import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cookieDomains } from './cookie-domains.ts';

it('goes from the widest domain to the host itself, and leaves out the bare top-level domain', () => {
  assert.deepEqual(cookieDomains('a.shop.acme.co.uk'), [
    'co.uk',
    'acme.co.uk',
    'shop.acme.co.uk',
    'a.shop.acme.co.uk',
    '',
  ]);
  assert.deepEqual(cookieDomains('acme.com'), ['acme.com', '']);
});

it('has only the host where there is nothing to widen to', () => {
  for (const host of ['localhost', '[::1]', '10.20.30.40', '']) assert.deepEqual(cookieDomains(host), ['']);
});
