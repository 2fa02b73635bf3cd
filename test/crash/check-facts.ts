import type { Faults } from './faults.ts';
import { checkLedger } from './ledger.ts';
import type { Stored } from './stored.ts';

/** Nothing is stored without its cause, and no cause without what comes of it, whoever was told of it. */
export function checkFacts(stored: Stored, faults: Faults): void {
  if (stored.integrity !== 'ok') faults.half(`the file: ${stored.integrity}`);

  const made = { claims: new Map<string, number>(), touches: new Set<string>() };
  for (const [name, { claim_id, touch_id }] of stored.bodies) {
    if (claim_id !== null) made.claims.set(claim_id, (made.claims.get(claim_id) ?? 0) + 1);
    if (claim_id !== null && !stored.claims.has(claim_id)) faults.half(`event ${name} without its claim ${claim_id}`);
    if (touch_id !== null) made.touches.add(touch_id);
    if (touch_id !== null && !stored.touches.has(touch_id)) faults.half(`event ${name} without its touch ${touch_id}`);
  }
  const conversions = new Set<string>();
  for (const [name, times] of stored.commands) {
    const [kind, id = ''] = name.split(' ');
    if (times > 1) faults.doubled(`command ${name}, ${times} times`);
    if (kind === 'record_click') made.touches.add(id);
    if (kind === 'record_click' && !stored.touches.has(id)) faults.half(`command ${name} without its touch`);
    if (kind === 'record_conversion') conversions.add(id);
  }
  for (const [id, times] of stored.claims) {
    if (made.claims.get(id) !== times) faults.half(`claim ${id} without its event`);
    if (stored.receipts.get(`claimed ${id}`) !== 1) faults.half(`claim ${id} without one receipt`);
  }
  for (const [id, times] of stored.touches) {
    if (!made.touches.has(id)) faults.half(`touch ${id} without its event or command`);
    if (times > 1) faults.doubled(`touch ${id}, ${times} times`);
  }
  for (const id of conversions) {
    if (stored.receipts.get(`recorded ${id}`) !== 1) faults.half(`conversion ${id} without one receipt`);
    if (stored.dedupes.get(`order:purchase ${id}`) !== 1) faults.half(`conversion ${id} without one dedupe row`);
  }
  const rows = [...stored.conversions.values()].reduce((sum, times) => sum + times, 0);
  if (rows !== conversions.size) faults.half(`${conversions.size} commands for ${rows} conversions`);
  for (const name of stored.dedupes.keys()) {
    const id = name.split(' ').at(-1) ?? '';
    const isThere =
      conversions.has(id) ||
      stored.claims.has(id) ||
      stored.ledger.adjustments.has(id) ||
      stored.ledger.payouts.held.has(id);
    if (!isThere) faults.half(`dedupe row ${name} without its fact`);
  }
  checkLedger(stored.ledger, faults);
  for (const { subject_id, command_id } of stored.receiptCauses) {
    if (!conversions.has(subject_id) && !stored.claims.has(subject_id)) faults.half(`receipt of ${subject_id} alone`);
    if (!stored.causes.has(command_id)) faults.half(`receipt of ${subject_id} without its cause ${command_id}`);
  }
}
