import { setTimeout as sleep } from 'node:timers/promises';
import { freshIn } from '../../crash/acknowledge.ts';
import { idOf, labelOf, sizeOf } from '../../crash/item.ts';
import type { Harm } from '../harm.ts';
import { sendCarefully } from '../send-carefully.ts';

/** Each item goes to all collectors at once: one of them records it, and the others know it. */
export const sendEverywhere: Harm = {
  copies: 3,
  async harm(_, until) {
    await sleep(Math.max(0, until - Date.now()));
    return 1;
  },
  send: (tally, faults) => async (item, clients, isOver) => {
    if (item.kind === 'click') return sendCarefully(item, () => clients[0] ?? never(), tally, isOver);
    // Each with a copy, so that each says for itself what it was answered.
    const copies = clients.map((client) => ({ client, copy: { ...item } }));
    const answers = await Promise.all(
      copies.map(({ client, copy }) => sendCarefully(copy, () => client, tally, isOver, true)),
    );
    if (!answers.every((answer) => answer !== undefined)) return;
    item.state = 'acknowledged';
    const fresh = answers.reduce((sum, answer) => sum + freshIn(item, answer), 0);
    if (fresh > sizeOf(item)) faults.doubled(`${labelOf(item)} was recorded ${fresh} times`);
    if (fresh < sizeOf(item)) faults.lost(`${labelOf(item)} was recorded ${fresh} times`);
    const ids = new Set(copies.flatMap(({ copy }) => idOf(copy) ?? []));
    if (ids.size > 1) faults.doubled(`${labelOf(item)} has the ids ${[...ids].join(' ')}`);
    const [id] = ids;
    if (item.kind === 'conversion' && id !== undefined) item.id = id;
  },
};

function never(): never {
  throw new Error('there is no collector');
}
