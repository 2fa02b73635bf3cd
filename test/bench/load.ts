import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, openConnection } from './load/connection.ts';
import { cpuSecondsOf } from './load/cpu.ts';
import { createHistogram } from './load/histogram.ts';
import { sendReport, takeTask } from './program.ts';
import { createTraffic } from './traffic/traffic.ts';

/** Load on a server, in a process of its own: each connection sends its next request when the last is answered. */

export interface LoadTask {
  port: number;
  /** Process that is measured. */
  pid: number;
  key: string;
  events_per_request: number;
  connections: number;
  warmup_ms: number;
  measured_ms: number;
}

export interface LoadReport {
  requests_s: number;
  p50_ms: number;
  p99_ms: number;
  /** Events whose acceptance was answered, warm-up included. */
  accepted: number;
  /** Answers other than 202 with every event accepted; none in a good run. */
  faults: string[];
  /** Processor time used while measuring, in cores. */
  load_cpu: number;
  server_cpu: number | undefined;
}

const FAULTS_SHOWN = 5;

sendReport(await load(await takeTask<LoadTask>()));

async function load(task: LoadTask): Promise<LoadReport> {
  const { events_per_request } = task;
  const traffic = createTraffic(task);
  const expected = Buffer.from(JSON.stringify({ accepted: events_per_request, duplicates: 0, rejected: [] }));
  const faults: string[] = [];
  let answers = createHistogram();
  let answered = 0;
  let accepted = 0;
  let open = 0;
  let isOver = false;

  async function connect(): Promise<Connection> {
    let sentAt = 0;
    const send = () => {
      sentAt = performance.now();
      connection.send(traffic.next(Date.now()));
    };
    const connection = await openConnection(
      task.port,
      (status, body) => {
        if (status === 202 && body.equals(expected)) accepted += events_per_request;
        else if (faults.length < FAULTS_SHOWN) faults.push(`${status} ${body.toString().slice(0, 300)}`);
        answers.add(performance.now() - sentAt);
        answered += 1;
        if (isOver) open -= 1;
        else send();
      },
      (error) => {
        faults.push(error.message);
        open -= 1;
      },
    );
    open += 1;
    send();
    return connection;
  }

  const connections = await Promise.all(Array.from({ length: task.connections }, connect));
  await sleep(task.warmup_ms);

  answers = createHistogram();
  answered = 0;
  const began = performance.now();
  const used = process.cpuUsage();
  const usedByServer = cpuSecondsOf(task.pid);
  await sleep(task.measured_ms);
  const seconds = (performance.now() - began) / 1_000;
  const measured = answers;
  const requests = answered;
  const { user, system } = process.cpuUsage(used);
  const usedByServerNow = cpuSecondsOf(task.pid);

  answers = createHistogram();
  isOver = true;
  while (open > 0) await sleep(5);
  for (const connection of connections) connection.close();
  return {
    requests_s: requests / seconds,
    p50_ms: measured.within(0.5),
    p99_ms: measured.within(0.99),
    accepted,
    faults,
    load_cpu: (user + system) / 1e6 / seconds,
    server_cpu: usedByServer && usedByServerNow && (usedByServerNow - usedByServer) / seconds,
  };
}
