import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendReport, takeTask } from './program.ts';

/** The least that a server can do with a link: answer where it leads. What following a referral link is measured against. */

await takeTask();

const LOCATION = `https://shop.example/?cs_click=clk_${'0'.repeat(32)}`;
const BODY = `Found. Redirecting to ${LOCATION}`;

const server = createServer((_request, response) => {
  response.writeHead(302, { Location: LOCATION, 'Content-Type': 'text/plain', 'Content-Length': BODY.length });
  response.end(BODY);
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () =>
  sendReport({ port: (server.address() as AddressInfo).port }),
);
