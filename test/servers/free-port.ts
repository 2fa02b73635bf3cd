import { createServer } from 'node:net';

/** Below the ports that the system gives to outgoing connections, which could take one between two starts. */
const FIRST = 18_000;
const LAST = 32_000;

/** A port of 127.0.0.1 where nobody listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
