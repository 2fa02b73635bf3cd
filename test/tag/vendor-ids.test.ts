import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setStage } from './stage.ts';
import { untilExtra } from './until-extra.ts';

const stage = setStage();
const purchase = `track('purchase', { order_id: 'A-1', value: 49.9, currency: 'EUR' })`;

/** As the vendors write them, some with characters that a cookie is not supposed to have. */
const cookies = {
  _fbc: 'fb.1.1795226400000.IwAR0aBcD_-x.AQ',
  _fbp: 'fb.1.1795226400001.1234567890',
  _ga: 'GA1.1.1111111111.1795226400',
  _ga_ABC123: 'GS1.1.1795226400.3.1.1795226460.0.0.0',
  _ga_XYZ789: 'GS2.1.s1795226400$o3$g1$t1795226460$j60$l0$h0',
  _gcl_aw: 'GCL.1795226400.CjwKCAiA_x-Y=',
  _gcl_au: '1.1.123456789.1795226400',
  _ttp: '01JABC.tt.1',
  _scid: '0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0',
  _rdt_uuid: '1795226400000.0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0',
  _epik: 'dj0yJnU9%2Bx',
  li_fat_id: '0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0',
  _uetvid: '0b1c2d3e4f5061728394a5b6c7d8e9f0',
};
const others = {
  _gat: '1',
  my_fbc: 'mine',
  _fbcx: 'x',
  session: 's3cret',
  _ga_: '',
  li_fat: '1',
  x_ttp: 'y',
  _uetsid: '1',
};

/** Has a page's script write cookies as vendors' scripts do. */
const write = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `document.cookie = ${JSON.stringify(`${name}=${value}; path=/`)};`)
    .join('\n');

/** The vendors' ids of the only event of that name. */
async function idsOf(name: string, count: number) {
  const [event, ...more] = (await stage.recorder.waitForEvents(count)).filter((event) => event.name === name);
  assert.deepEqual(more, []);
  return (event ?? assert.fail(`no ${name}`)).vendor_ids;
}

describe('cookies of ad platforms', () => {
  it('go with a conversion as they are, and no other cookie does', async () => {
    stage.put('/', '', `<script>${write(others)}${write(cookies)}</script>${stage.script()}`);
    const page = await stage.open('shop.example');
    await page.evaluate(purchase);
    assert.deepEqual(await idsOf('purchase', 2), cookies);
    assert.equal(await idsOf('page_view', 2), undefined);
  });

  it('go as they are when it happens', async () => {
    stage.put('/', '', stage.script());
    const page = await stage.open('shop.example');
    await page.evaluate(`track('lead', { order_id: 1 }); ${write({ _ttp: 'one' })} track('lead', { order_id: 2 });
      ${write({ _ttp: 'two' })} track('lead', { order_id: 3 })`);
    const leads = (await stage.recorder.waitForEvents(4)).filter(({ name }) => name === 'lead');
    assert.deepEqual(
      leads.toSorted((a, b) => a.id.localeCompare(b.id)).map(({ vendor_ids }) => vendor_ids?.['_ttp']),
      [undefined, 'one', 'two'],
    );
  });

  it('stay where they are without consent to ads, whatever else is granted', async () => {
    const refusals = [
      'data-consent="denied" data-cookieless="true"',
      `data-consent='{"ads":"denied"}'`,
      `data-consent='{"analytics":"denied"}' data-cookieless="true"`,
    ];
    for (const attributes of refusals) {
      stage.recorder.clear();
      stage.put('/', '', `<script>${write(cookies)}</script>${stage.script(attributes)}`);
      const page = await stage.open('shop.example');
      await page.evaluate(purchase);
      assert.equal(await idsOf('purchase', 2), undefined, attributes);
      assert.ok(!JSON.stringify(stage.recorder.events()).includes(cookies._scid), attributes);
      await page.close();
    }
  });

  it('go once the visitor agrees, and no more when that is taken back', async () => {
    stage.put('/', '', `<script>${write(cookies)}</script>${stage.script(`data-consent='{"ads":"denied"}'`)}`);
    const page = await stage.open('shop.example');
    await untilExtra(page);
    await page.evaluate(`
      track('lead'); clickstitch.consent({ ads: 'granted' });
      track('contact'); clickstitch.consent({ ads: 'denied' });
      track('schedule');
    `);
    assert.equal(await idsOf('lead', 4), undefined);
    assert.equal((await idsOf('contact', 4))?.['_scid'], cookies._scid);
    assert.equal(await idsOf('schedule', 4), undefined);
  });

  it('are not missed where cookies cannot be read', async () => {
    stage.put('/framed', `<script>${purchase}</script>`, stage.script());
    stage.put('/', '<iframe sandbox="allow-scripts" src="/framed"></iframe>');
    await stage.open('shop.example');
    assert.deepEqual((await idsOf('purchase', 2)) ?? {}, {});
  });
});
