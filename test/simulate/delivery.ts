import type { BatchEvent } from '@clickstitch/tag/wire';
import type { Command } from '../../packages/collector/src/domain/command.ts';
import { DAY, SECOND } from '../../packages/collector/src/domain/time.ts';
import { intakeBatch } from '../../packages/collector/src/intake/batch.ts';
import { clockErrorOf } from '../../packages/collector/src/intake/clock.ts';
import { intakeConversion } from '../../packages/collector/src/intake/conversion.ts';
import { newConversion } from '../../packages/collector/src/wire/conversion.ts';
import { reportContext } from '../contract/report-context.ts';
import type { Chance } from './chance.ts';

export const WORKSPACE = 'w';

/** What a browser or the shop's server sends, and when, by a clock that is right. */
export type Message =
  | {
      kind: 'batch';
      at: number;
      visitor_id: string;
      /** Ms by which the browser's clock, which its events are timed by, is ahead. */
      clock_ahead: number;
      events: readonly BatchEvent[];
    }
  | { kind: 'report'; at: number; report: Readonly<Record<string, unknown>> };

/** What goes wrong on the way. */
export interface Way {
  /** Share of the browsers' messages that never arrive. */
  loses: number;
  /** A message may arrive so many times. */
  copies: number;
  reorders: boolean;
}

export const SAFE_WAY: Way = { loses: 0, copies: 1, reorders: false };

/** What our intake makes of messages, in the order in which they arrive. Throws where it refuses one. */
export function deliver(messages: readonly Message[], way: Way, chance: Chance): Command[] {
  const delivered = messages
    .filter(({ kind }) => kind === 'report' || !chance.happens(way.loses))
    .flatMap((message) => {
      const copies = Array.from({ length: chance.whole(1, way.copies) - 1 }, () => ({
        ...message,
        at: message.at + chance.whole(SECOND, 2 * DAY),
      }));
      return [message, ...copies];
    })
    .map((message) => ({ message, received_at: message.at + chance.whole(50, 3 * SECOND) }))
    .sort((a, b) => a.received_at - b.received_at);
  return (way.reorders ? chance.shuffled(delivered) : delivered).flatMap(({ message, received_at }) =>
    takenIn(message, received_at),
  );
}

function takenIn(message: Message, received_at: number): Command[] {
  if (message.kind === 'report') {
    return [intakeConversion(newConversion.parse(message.report), reportContext(WORKSPACE, received_at))];
  }
  const { commands, rejected } = intakeBatch(message.events, {
    workspace_id: WORKSPACE,
    visitor_id: message.visitor_id,
    received_at,
    clock_error: clockErrorOf(message.at + message.clock_ahead, received_at),
    is_bot: false,
    currency: 'EUR',
    isProof: () => false,
    was_cleaned: false,
  });
  if (rejected.length > 0) throw new Error(`not taken in: ${JSON.stringify(rejected)}`);
  return commands;
}
