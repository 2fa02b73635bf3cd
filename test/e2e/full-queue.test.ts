import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createApi, sendEvents } from '../api.ts';
import { createDatabase, startCollector } from '../collector.ts';
import { eachEngine } from '../each-engine.ts';

eachEngine((engine) => {
  describe('a full queue', () => {
    test('answers 503 with Retry-After, stores nothing of it, and takes it when it comes again', async () => {
      const other = await createDatabase(engine);
      const small = await startCollector(other, { settings: { CLICKSTITCH_QUEUE_MAX_BYTES: '1' } });
      const send = (id: number) => sendEvents(small, `full-${id}`, [{ id: `lead-${id}`, name: 'lead' }]);
      const ids = Array.from({ length: 200 }, (_, id) => id);
      const answers = await Promise.all(ids.map(send));
      const refused = ids.filter((id) => answers[id]?.status === 503);
      assert.ok(refused.length > 0, 'some came while another was being stored');
      assert.ok(answers.every(({ status }) => status === 202 || status === 503));
      assert.ok(refused.every((id) => Number(answers[id]?.headers.get('retry-after')) > 0));

      const ownApi = createApi(small, small.keys.secret_key);
      assert.equal((await ownApi.conversions()).length, ids.length - refused.length);
      for (const id of refused) assert.equal((await send(id)).body.accepted, 1);
      assert.equal((await ownApi.conversions()).length, ids.length);
      await small.stop();
      await other.remove();
    });
  });
});
