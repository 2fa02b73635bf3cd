import { openConnection } from './load/connection.ts';
import { createHistogram } from './load/histogram.ts';
import { strangerOf } from './people-of-past.ts';
import { sendReport, takeTask } from './program.ts';

/** Tells the collector, over several connections, who is who: each command makes one person of four traces. */

export interface IdentifyTask {
  port: number;
  key: string;
  connections: number;
  /** The first stranger, and how many there are. */
  from: number;
  people: number;
}

export interface IdentifyReport {
  requests_s: number;
  p50_ms: number;
  p99_ms: number;
  faults: string[];
}

sendReport(await load(await takeTask<IdentifyTask>()));

async function load({ port, key, connections, from, people }: IdentifyTask): Promise<IdentifyReport> {
  const answers = createHistogram();
  const faults: string[] = [];
  let next = from;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      let done = () => {};
      let sentAt = 0;
      const isDone = new Promise<void>((resolve) => {
        done = resolve;
      });
      const connection = await openConnection(
        port,
        (status, body) => {
          answers.add(performance.now() - sentAt);
          if (status !== 201) faults.push(`${status} ${body.toString().slice(0, 300)}`);
          send();
        },
        (error) => {
          faults.push(error.message);
          done();
        },
      );
      function send(): void {
        if (next >= from + people) {
          done();
          return;
        }
        const body = Buffer.from(JSON.stringify(strangerOf(next)));
        next += 1;
        sentAt = performance.now();
        const head = `POST /v1/identify HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
        connection.send(Buffer.concat([Buffer.from(head), body]));
      }
      send();
      await isDone;
      connection.close();
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  return { requests_s: people / seconds, p50_ms: answers.within(0.5), p99_ms: answers.within(0.99), faults };
}
