import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendReport, takeTask } from './program.ts';

/** The least that a server can do with a batch: read it, parse it, answer. What the collector is measured against. */

await takeTask();

const server = createServer((request, response) => {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  request.on('data', (chunk: Buffer) => {
    if (!first) first = chunk;
    else rest = [...(rest ?? [first]), chunk];
  });
  request.on('end', () => {
    const batch = JSON.parse((rest ? Buffer.concat(rest) : first)?.toString() ?? '');
    const body = `{"accepted":${batch.events.length},"duplicates":0,"rejected":[]}`;
    response.writeHead(202, { 'Content-Type': 'application/json', 'Content-Length': body.length });
    response.end(body);
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () =>
  sendReport({ port: (server.address() as AddressInfo).port }),
);
