import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAffonsoCampaign } from './campaign.ts';

const read = (query: string) => readAffonsoCampaign(`https://shop.example/${query}`, ['via', 'ref']);

describe('readAffonsoCampaign', () => {
  it('reads the first tracking id, which is a short word', () => {
    assert.deepEqual(read('?VIA=anna&ref=bob'), { trackingId: 'anna' });
    for (const query of ['', '?ref=', '?ref=https://x.example', `?ref=${'a'.repeat(65)}`, '#ref=anna', '?refs=anna']) {
      assert.deepEqual(read(query), {}, query);
    }
  });

  it('names parameters as /v1/track does, and keeps their values', () => {
    assert.deepEqual(read('?utm_source=a%20b&UTM_Medium=c&sub1=x&gclid=Ab_-1&li_fat_id=l&rdt_cid=r&epik=e&gbraid=g'), {
      ...{ utmSource: 'a b', utmMedium: 'c', sub1: 'x', gclid: 'Ab_-1', li_fat_id: 'l' },
      ...{ rdt_cid: 'r', epik: 'e', gbraid: 'g' },
    });
  });

  it('takes nothing that is none of its business, or too long to be told', () => {
    assert.deepEqual(read(`?email=a@b.example&token=x&id=1&user_id=7&gclid=${'a'.repeat(256)}`), {});
  });
});
