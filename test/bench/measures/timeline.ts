import type { Measure } from '../measure.ts';
import { REGULAR, REGULAR_EVENTS } from '../people-of-past.ts';

const PAGE = 50;
const READS = 40;

/** `timeline_ms`: a page of the timeline of a person with 10,000 events; `timeline_all_ms`: all of it, page by page. */
export const timeline: Measure = {
  title: 'timeline of a person with 10,000 events',
  async run({ collector }) {
    const get = async (path: string) => {
      const response = await fetch(`${collector.url}/v1/people${path}`, {
        headers: { Authorization: `Bearer ${collector.keys.secret_key}` },
      });
      if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as { data: { id: string }[]; next_cursor: string | null };
    };
    const { data } = await get(`?user_id=${REGULAR.user_id}`);
    const page = `/${data[0]?.id}/timeline?limit=${PAGE}`;
    const times: number[] = [];
    for (let read = 0; read < READS; read += 1) {
      const began = performance.now();
      await get(page);
      times.push(performance.now() - began);
    }
    const began = performance.now();
    let entries = 0;
    for (let cursor: string | null = ''; cursor !== null; ) {
      const next = await get(cursor === '' ? page : `${page}&cursor=${encodeURIComponent(cursor)}`);
      entries += next.data.length;
      cursor = next.next_cursor;
    }
    if (entries < REGULAR_EVENTS) throw new Error(`the timeline has ${entries} of ${REGULAR_EVENTS} events`);
    const sorted = times.toSorted((a, b) => a - b);
    return { timeline_ms: sorted[READS / 2] ?? Number.NaN, timeline_all_ms: performance.now() - began };
  },
};
