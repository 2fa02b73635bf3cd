import type { BatchEvent } from '../../packages/tag/src/wire.ts';
import type { Stage } from './stage.ts';

/** An event with the visitor whose it is. */
export type SentEvent = BatchEvent & { visitor_id: string };

/** What pages on that host have sent, without repetitions. */
export function sentFrom({ recorder }: Stage, host: string): SentEvent[] {
  const all = recorder.recordings.flatMap(({ batch }) =>
    batch.events.map((event) => ({ ...event, visitor_id: batch.visitor_id })),
  );
  const isFirst = (event: BatchEvent, index: number) => all.findIndex(({ id }) => id === event.id) === index;
  return all.filter((event, index) => isFirst(event, index) && new URL(event.url ?? '').hostname === host);
}

/** The same once there are so many, and no more have come for a while. */
export async function eventsFrom(stage: Stage, host: string, count = 1): Promise<SentEvent[]> {
  const deadline = Date.now() + 20_000;
  while (sentFrom(stage, host).length < count) {
    if (Date.now() > deadline) throw new Error(`not ${count} of ${host}: ${JSON.stringify(sentFrom(stage, host))}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await new Promise((resolve) => setTimeout(resolve, 400));
  return sentFrom(stage, host);
}
