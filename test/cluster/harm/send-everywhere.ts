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
    // Where one found nothing to pay, another may have found something since.
    const told = copies.find(({ copy }) => copy.state === 'acknowledged')?.copy;
    Object.assign(item, told ?? { state: 'refused' });
    if (!told) return;
    const fresh = answers.reduce((sum, answer) => sum + freshIn(item, answer), 0);
    if (fresh > sizeOf(item)) faults.doubled(`${labelOf(item)} was recorded ${fresh} times`);
    if (fresh < sizeOf(item)) faults.lost(`${labelOf(item)} was recorded ${fresh} times`);
    const ids = new Set(copies.flatMap(({ copy }) => idOf(copy) ?? []));
    if (ids.size > 1) faults.doubled(`${labelOf(item)} has the ids ${[...ids].join(' ')}`);
  },
};

function never(): never {
  throw new Error('there is no collector');
}
