import { createServer } from 'node:net';

/**
 * Makes sure that nobody listens on a port yet.
 * @throws an Error that names the setting by which to choose another
 */
export function assertPortIsFree(port: number, setting: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.message})`;
      reject(new Error(`Port ${port} ${reason}. Choose another one: ${setting}=${port + 1} npm start`));
    });
    probe.listen(port, () => probe.close(() => resolve()));
  });
}
