import assert from 'node:assert/strict';
import { it } from 'node:test';

it('can be imported and called on a server, where it does nothing', async () => {
  const { init, page, track, identify, consent, reset, debug } = await import('./index.ts');
  init({ key: 'pk_1' });
  page();
  track('purchase', { order_id: 'A-1', value: 1, currency: 'EUR' });
  identify('user_1', { email: 'a@b.example' });
  identify({ user_id: 'user_1' });
  consent({ ads: 'denied' });
  reset();
  debug();
  assert.equal('window' in globalThis, false);
});
