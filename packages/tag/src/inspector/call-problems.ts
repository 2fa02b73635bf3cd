import type { FindProblems } from './problem.ts';

/** What is wrong with calls that report a sale: judged by the event as it is sent, or by the call while it waits. */
export const callProblems: FindProblems = (entries, _, say) => {
  for (const { verb, name, args, event } of entries) {
    if (verb !== 'track' || !/^(purchase|refund)$/.test(name)) continue;
    const { order_id, value, currency } = (event ?? args?.[1] ?? {}) as Record<string, unknown>;
    if (isNothing(order_id)) {
      say(`${name} without an order_id`, 'Pass the order’s id: then it counts once, however often the page is loaded.');
    }
    if (isNothing(value)) {
      // What a refund gives back may be told by the order.
      if (name === 'purchase') say(`${name} without a value`, 'Pass what was paid, in major units: value: 49.9.');
    } else if (!/^\d+(\.\d+)?$/.test(`${value}`)) {
      say(`${name} with the value ${value}`, 'Pass a number in major units, with a point: value: 49.9.');
    }
    if (isNothing(currency)) {
      const isWorth = !isNothing(value);
      if (isWorth)
        say(`${name} without a currency`, 'Pass an ISO 4217 code, such as EUR; else the workspace’s own holds.');
    } else if (!/^[a-z]{3}$/i.test(`${currency}`)) {
      say(`${name} with the currency ${currency}`, 'Pass an ISO 4217 code, such as EUR.');
    }
  }
};

const isNothing = (value: unknown) => value === undefined || value === null || value === '';
