import type { Faults } from './faults.ts';
import { type EventsItem, type Item, labelOf, type SentEvent } from './item.ts';
import type { Counts, Stored } from './stored.ts';

/** Every acknowledged item is there once with all that belongs to it; of any other all is there or nothing. */
export function checkItems(items: readonly Item[], stored: Stored, faults: Faults): void {
  const once = (counts: Counts, name: string, what: string) => {
    const times = counts.get(name) ?? 0;
    if (times === 0) faults.lost(`${what} ${name}`);
    if (times > 1) faults.doubled(`${what} ${name}, ${times} times`);
  };

  for (const item of items) {
    if (item.state !== 'acknowledged') {
      checkUnanswered(item, stored, faults);
    } else if (item.kind === 'events') {
      for (const event of item.events) {
        const name = nameOf(item, event);
        once(stored.events, name, 'event');
        const facts = stored.bodies.get(name);
        if (event.order_id !== undefined) {
          once(stored.claims, facts?.claim_id ?? `of ${name}`, 'claim');
          once(stored.dedupes, `order:${event.name}@${item.visitor_id} ${facts?.claim_id}`, 'dedupe row');
          once(stored.receipts, `claimed ${facts?.claim_id}`, 'receipt');
        }
        if (event.user_id !== undefined) {
          once(stored.edges, `visitor:${item.visitor_id} user:${event.user_id} 0`, 'edge');
        }
        if (event.has_touch) once(stored.touches, facts?.touch_id ?? `of ${name}`, 'touch');
      }
    } else if (item.kind === 'conversion') {
      once(stored.conversions, `purchase ${item.order_id}`, 'conversion');
      once(stored.dedupes, `order:purchase ${item.id}`, 'dedupe row');
      once(stored.receipts, `recorded ${item.id}`, 'receipt');
      once(stored.commands, `record_conversion ${item.id}`, 'command');
    } else if (item.kind === 'batch') {
      for (const order of item.orders) once(stored.conversions, `purchase ${order}`, 'conversion');
      for (const id of item.ids ?? []) once(stored.commands, `record_conversion ${id}`, 'command');
    } else if (item.kind === 'refund') {
      once(stored.ledger.refunds, item.reference, 'refund');
      once(stored.dedupes, `native:refund ${item.id}`, 'dedupe row');
      once(stored.commands, `record_adjustment ${item.id}`, 'command');
    } else if (item.kind === 'change') {
      const { conversion_id, notes } = item;
      if (notes === null) once(stored.ledger.deletions, conversion_id, 'deletion of');
      else once(stored.ledger.notes, `${conversion_id} ${notes}`, 'note of');
      once(stored.commands, `edit ${conversion_id}`, 'command');
      once(stored.receipts, `${notes === null ? 'deleted' : 'edited'} ${conversion_id}`, 'receipt');
    } else if (item.kind === 'payout') {
      const { external_id, id = '', held } = item;
      once(stored.ledger.payouts.made, external_id, 'payout');
      once(stored.dedupes, `external:payout ${id}`, 'dedupe row');
      once(stored.commands, `create_payout ${id}`, 'command');
      const holds = stored.ledger.payouts.held.get(id);
      if (holds !== held) faults.lost(`what ${labelOf(item)} holds: ${holds} instead of ${held}`);
    } else if (item.kind === 'step') {
      const name = `${item.payout_id} ${item.status}`;
      once(stored.ledger.payouts.steps, name, 'step');
      once(stored.commands, `edit ${name}`, 'command');
    } else {
      once(stored.touches, item.id ?? '', 'click');
      once(stored.clickUrls, item.url, 'click to');
      once(stored.commands, `record_click ${item.id}`, 'command');
    }
  }
}

function checkUnanswered(item: Item, stored: Stored, faults: Faults): void {
  if (item.kind === 'events') {
    const there = storedEvents(item, stored);
    if (there > 0 && there < item.events.length) faults.half(`${there} events of ${labelOf(item)}`);
  } else if (item.kind === 'conversion') {
    const times = stored.conversions.get(`purchase ${item.order_id}`) ?? 0;
    if (times > 1) faults.doubled(`conversion ${item.order_id}, ${times} times`);
  } else if (item.kind === 'batch') {
    const there = item.orders.filter((order) => stored.conversions.has(`purchase ${order}`)).length;
    if (there > 0 && there < item.orders.length) faults.half(`${there} conversions of ${labelOf(item)}`);
  } else if (item.kind === 'refund') {
    const times = stored.ledger.refunds.get(item.reference) ?? 0;
    if (times > 1) faults.doubled(`refund ${item.reference}, ${times} times`);
  } else if (item.kind === 'change') {
    const { conversion_id: id, notes } = item;
    const isMade = notes === null ? stored.ledger.deletions.has(id) : stored.ledger.notes.has(`${id} ${notes}`);
    const times = stored.commands.get(`edit ${id}`) ?? 0;
    if (times !== Number(isMade)) faults.half(`${labelOf(item)}: ${times} commands`);
  } else if (item.kind === 'payout') {
    const times = stored.ledger.payouts.made.get(item.external_id) ?? 0;
    if (times > 1) faults.doubled(`${labelOf(item)}, ${times} times`);
    if (times > 0 && item.state === 'refused') faults.half(`${labelOf(item)} was refused and made`);
  } else if (item.kind === 'step') {
    const name = `${item.payout_id} ${item.status}`;
    const made = stored.ledger.payouts.steps.get(name) ?? 0;
    const times = stored.commands.get(`edit ${name}`) ?? 0;
    if (times !== made || times > 1) faults.half(`${labelOf(item)}: ${times} commands for ${made}`);
  } else {
    const times = stored.clickUrls.get(item.url) ?? 0;
    if (times > 1) faults.doubled(`click to ${item.url}, ${times} times`);
  }
}

function storedEvents(item: EventsItem, stored: Stored): number {
  return item.events.filter((event) => stored.events.has(nameOf(item, event))).length;
}

function nameOf({ visitor_id }: EventsItem, { name, id }: SentEvent): string {
  return `${visitor_id}/${name}/${id}`;
}
