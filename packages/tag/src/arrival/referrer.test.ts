import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isExternal } from './referrer.ts';

describe('isExternal', () => {
  const onShop = (referrer: string, cookieDomain?: string) =>
    isExternal(referrer, 'https://shop.acme.example/a?b', cookieDomain);

  it('says no without a referrer', () => {
    assert.equal(onShop(''), false);
  });

  it('says yes to another site', () => {
    for (const referrer of [
      'https://www.google.com/',
      'https://news.example/',
      'https://notacme.example/',
      'https://acme.example.evil.example/',
      'android-app://com.google.android.gm/',
      'https://mail.google.com/',
    ]) {
      assert.equal(onShop(referrer, 'acme.example'), true, referrer);
    }
  });

  it('says no to its own host, on any port, and to hosts below and above it', () => {
    for (const referrer of [
      'https://shop.acme.example/',
      'http://shop.acme.example:8080/x',
      'https://beta.shop.acme.example/',
      'https://acme.example/',
    ]) {
      assert.equal(onShop(referrer), false, referrer);
    }
  });

  it('says no to a sister host if they share the cookie, and only then', () => {
    assert.equal(onShop('https://www.acme.example/', 'acme.example'), false);
    assert.equal(onShop('https://www.acme.example/', ''), true);
    assert.equal(onShop('https://www.acme.example/', undefined), true);
  });

  it('says no to pages to pay or to sign in on', () => {
    for (const host of [
      'checkout.stripe.com',
      'hooks.stripe.com',
      'www.paypal.com',
      'accounts.google.com',
      'appleid.apple.com',
      'login.microsoftonline.com',
      'pay.klarna.com',
      'buy.paddle.com',
      'acme.lemonsqueezy.com',
      'checkoutshopper-live.adyen.com',
      'www.mollie.com',
      'buy.polar.sh',
      'stripe.com',
    ]) {
      assert.equal(onShop(`https://${host}/pay?id=1`), false, host);
    }
    for (const host of [
      'notpaypal.com',
      'stripe.com.evil.example',
      'www.google.com',
      'www.apple.com',
      'blog.polar.shop',
      'microsoftonline.com',
      'stripeXcom.example',
      'xpolar.sh',
    ]) {
      assert.equal(onShop(`https://${host}/`), true, host);
    }
  });

  it('takes a referrer that is no URL for none', () => {
    assert.equal(onShop('garbage'), false);
  });
});
