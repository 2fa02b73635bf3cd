import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';

/** What a landing URL and a referrer say, and what of it becomes a touch. */
const stage = setStage();

/** The click ids of the platforms, as they write them and as redirects and mail servers rewrite them. */
const spellings = [
  ...[
    'gclid',
    'GCLID',
    'GcLiD',
    'gbraid',
    'GBRAID',
    'wbraid',
    'WBraid',
    'dclid',
    'DCLID',
    'fbclid',
    'FBCLID',
    'FbClId',
  ],
  ...[
    'igshid',
    'IGSHID',
    'msclkid',
    'MSCLKID',
    'ttclid',
    'TTCLID',
    'twclid',
    'TwClId',
    'li_fat_id',
    'LI_FAT_ID',
    'epik',
  ],
  ...['EPIK', 'rdt_cid', 'RDT_CID', 'ScCid', 'sccid', 'SCCID', 'Sc_Click_Id', 'sc_click_id', 'qclid', 'QCLID', 'yclid'],
  ...['YCLID', 'tblci', 'TBLCI', 'dicbo', 'DICBO', 'obclid', 'obClid', 'irclickid', 'IRClickId', 'cjevent', 'cjEvent'],
  ...['CJEVENT', 'awc', 'AWC', 'sscid', 'SSCID', 'ranSiteID', 'ransiteid', 'RANSITEID'],
];

/** Case, all that a URL can hold unencoded, the plus sign among it, and what it holds only encoded. */
const values = [
  'CjwKCAiA-AbC_dEf.0~9',
  "a+b!c$d'e(f)g*h,i;j:k@l/m?n",
  'eyJhIjoiYiJ9==',
  '%2Fa%2Bb%26c%3Dd%25e%23f',
  'x'.repeat(500),
];

/** The touch of a landing on a URL, of a visitor who was never here before. */
async function landOn(query: string, attributes = '', referer?: string) {
  stage.recorder.clear();
  stage.put('/', '', stage.script(attributes));
  const page = await stage.newPage();
  await page.goto(stage.url('shop.example', `/${query}`), referer === undefined ? {} : { referer });
  const [event] = await stage.recorder.waitForEvents(1);
  await page.close();
  await stage.context.clearCookies();
  return event?.touch;
}

const valuesOf = (touch: Awaited<ReturnType<typeof landOn>>) =>
  Object.fromEntries(Object.entries(touch?.click_ids ?? {}).map(([name, { value }]) => [name, value]));

describe('click ids', () => {
  /** In one page, for a browser is slow to open so many: each spelling is one page of a single-page app. */
  it('are known in every spelling, by their lower-case name, with their value byte for byte', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await stage.recorder.waitForEvents(1);
    const landings = spellings.map((name, index) => ({ name, value: `${values[index % values.length]}${name}` }));
    const urls = landings.map(({ name, value }) => `/?a=b&${name}=${value}#top`);
    await page.evaluate(`for (const url of ${JSON.stringify(urls)}) history.pushState(null, '', url)`);
    const events = await stage.recorder.waitForEvents(landings.length + 1);
    const byUrl = new Map(events.map((event) => [event.url, event.touch]));
    for (const { name, value } of landings) {
      const touch = byUrl.get(new URL(`/?a=b&${name}=${value}#top`, page.url()).href);
      assert.deepEqual(valuesOf(touch), { [name.toLowerCase()]: decodeURIComponent(value) }, `${name}=${value}`);
      assert.equal(touch?.click_ids?.[name.toLowerCase()]?.first_seen_at, touch?.occurred_at);
    }
  });

  it('are all of one touch where there are several, the first of each', async () => {
    const touch = await landOn('?gclid=1&GCLID=2&wbraid=3&cs_click=clk_4&awc=5');
    assert.deepEqual(valuesOf(touch), { gclid: '1', wbraid: '3', cs_click: 'clk_4', awc: '5' });
  });

  it('are not what only looks like them', async () => {
    const names = [
      'gad_source',
      'srsltid',
      'clid',
      'xgclid',
      'gclid_',
      'cs_click',
      'mc_eid',
      '_hsenc',
      '_kx',
      'vero_id',
      'mkt_tok',
    ];
    assert.equal(await landOn(`?${names.map((name) => `${name}=1`).join('&')}#gclid=1`), null);
  });

  it('of further platforms are those that the site names', async () => {
    assert.equal(await landOn('?partner_click=A&aclk=B'), null);
    const touch = await landOn('?Partner_Click=AbC&ACLK=dEf&gclid=1', 'data-click-ids="partner_click, aclk"');
    assert.deepEqual(valuesOf(touch), { partner_click: 'AbC', aclk: 'dEf', gclid: '1' });
    assert.deepEqual(valuesOf(await landOn('?partner_click=AbC', `data-click-ids='["partner_click"]'`)), {
      partner_click: 'AbC',
    });
  });
});

describe('a campaign', () => {
  it('has all of its UTM parameters', async () => {
    const utm = {
      ...{ source: 'Google', medium: 'cpc', campaign: 'spring sale', term: 'shoes', content: 'a/b', id: '7' },
      ...{ source_platform: 'Search Ads 360', creative_format: 'video', marketing_tactic: 'remarketing' },
    };
    const query = Object.entries(utm).map(([name, value]) => `UTM_${name}=${encodeURIComponent(value)}`);
    assert.deepEqual((await landOn(`?${query.join('&')}`))?.utm, utm);
  });

  it('has the ids of the ad, which without a campaign are the own business of the site', async () => {
    const ads = { ad_id: '1', adset_id: '2', campaign_id: '3', gad_campaignid: '4' };
    const query = 'ad_id=1&Adset_ID=2&campaign_id=3&gad_campaignid=4';
    assert.deepEqual((await landOn(`?fbclid=A&${query}`))?.utm, ads);
    assert.deepEqual((await landOn(`?${query}&utm_source=meta`))?.utm, { ...ads, source: 'meta' });
    assert.equal(await landOn(`?${query}`), null);
  });

  it('has a referral code, from the usual parameters or from those that the site names', async () => {
    for (const name of ['via', 'ref', 'aff', 'refcode', 'VIA', 'Ref', 'AFF', 'RefCode']) {
      assert.equal((await landOn(`?${name}=Anna.B-1_2`))?.referral_code, 'Anna.B-1_2', name);
    }
    assert.equal((await landOn('?Partner=anna&via=bob', 'data-referral-params="partner"'))?.referral_code, 'anna');
    assert.equal(await landOn('?via=bob', 'data-referral-params="partner"'), null);
    assert.equal(await landOn('?ref=https%3A%2F%2Fx.example&via=%3Cscript%3E'), null);
  });
});

describe('a visit makes no touch', () => {
  it('that is direct', async () => {
    assert.equal(await landOn('?q=1'), null);
  });

  for (const host of ['shop.example', 'www.shop.example', 'a.b.shop.example']) {
    it(`that comes from ${host}, which is the site itself`, async () => {
      stage.put('/', '', stage.script());
      stage.put('/from', `<a href="${stage.url('shop.example')}">go</a>`);
      const page = await stage.open(host, '/from');
      await page.click('a');
      const [event] = await stage.recorder.waitForEvents(1);
      assert.ok(event?.referrer?.includes(`//${host}:`), event?.referrer);
      assert.equal(event?.touch, null);
    });
  }

  it('that comes back from paying or signing in', async () => {
    for (const host of [
      ...['checkout.stripe.com', 'billing.stripe.com', 'www.paypal.com', 'pay.klarna.com', 'buy.paddle.com'],
      ...['acme.lemonsqueezy.com', 'live.adyen.com', 'www.mollie.com', 'buy.polar.sh'],
      ...['accounts.google.com', 'appleid.apple.com', 'login.microsoftonline.com'],
    ]) {
      assert.equal(await landOn('', '', `https://${host}/`), null, host);
    }
  });

  it('and leaves the one there is as it was', async () => {
    stage.put('/', `<script>track('seen')</script>`, stage.script());
    const page = await stage.open('shop.example', '/?gclid=A');
    await stage.recorder.waitForEvents(2);
    for (const referer of ['https://checkout.stripe.com/', 'https://accounts.google.com/', undefined]) {
      stage.recorder.clear();
      await page.goto(
        stage.url('shop.example', `/?from=${encodeURIComponent(`${referer}`)}`),
        referer ? { referer } : {},
      );
      const events = await stage.recorder.waitForEvents(2);
      assert.deepEqual(
        events.map(({ name, touch }) => [name, touch && valuesOf(touch)]),
        [
          ['page_view', null],
          ['seen', { gclid: 'A' }],
        ],
      );
    }
  });

  it('but one that comes from elsewhere does, be the name ever so like', async () => {
    for (const host of [
      'notpaypal.com',
      'stripe.com.evil.example',
      'www.google.com',
      'news.example',
      'myshop.example',
    ]) {
      assert.equal((await landOn('', '', `https://${host}/`))?.referrer, `https://${host}/`);
    }
  });
});
