import type { Incoming } from './incoming.ts';

const MAX_SIGNALS = 20;
const MAX_LENGTH = 40;

/** What the page took for signs of a bot: told to whoever looks, and never a reason to drop an event or to mark it. */
export function putBotSignals({ given, body, notes }: Incoming): undefined {
  if (!given.bot_signals) return;
  const signals = given.bot_signals
    .filter((signal) => signal !== '' && signal.length <= MAX_LENGTH)
    .slice(0, MAX_SIGNALS);
  if (signals.length > 0) body.bot_signals = signals;
  if (signals.length < given.bot_signals.length) notes.push('bot_signals_cut');
}
