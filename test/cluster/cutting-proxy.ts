import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a PostgreSQL server that can be cut. */
export interface CuttingProxy {
  port: number;
  /** Cuts any one connection. */
  cutOne(): void;
  /** From now on this share of all COMMITs is cut: before it arrives, while it is carried out, or before its answer. */
  cutCommits(share: number): void;
  cuts(): number;
  close(): Promise<void>;
}

const COMMIT = Buffer.from('COMMIT\0');

export async function startCuttingProxy(toPort: number): Promise<CuttingProxy> {
  const open = new Set<() => void>();
  let share = 0;
  let cuts = 0;

  const server = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    let isAnswerAwaited = false;
    const cut = () => {
      if (!open.delete(cut)) return;
      near.resetAndDestroy();
      far.resetAndDestroy();
    };
    const cutOnPurpose = () => {
      cuts += 1;
      cut();
    };
    open.add(cut);
    near.on('data', (data) => {
      if (!data.includes(COMMIT) || Math.random() >= share) return forward(near, far, data);
      const moment = Math.floor(Math.random() * 3);
      if (moment > 0) forward(near, far, data);
      if (moment === 2) isAnswerAwaited = true;
      else if (moment === 1) setTimeout(cutOnPurpose, Math.random() * 3);
      else cutOnPurpose();
    });
    far.on('data', (data) => {
      if (isAnswerAwaited) cutOnPurpose();
      else forward(far, near, data);
    });
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', cut);
      socket.on('close', cut);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    cutOne() {
      const all = [...open];
      const one = all[Math.floor(Math.random() * all.length)];
      if (!one) return;
      cuts += 1;
      one();
    },
    cutCommits(of) {
      share = of;
    },
    cuts: () => cuts,
    async close() {
      for (const cut of [...open]) cut();
      server.close();
      await once(server, 'close');
    },
  };
}

/** No faster than it is taken. */
function forward(from: Socket, to: Socket, data: Buffer): void {
  if (to.destroyed || to.write(data)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
