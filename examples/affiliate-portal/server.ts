/** Starts the portal: settings from the environment, pages on PORTAL_PORT. */
import type { AddressInfo } from 'node:net';
import { createPortal } from './portal.ts';
import { readSettings, type Settings } from './settings.ts';

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const settings = settingsOrExit();
const portal = createPortal(settings, (line) => console.log(line));

portal.on('error', (error: NodeJS.ErrnoException) => {
  fail(
    error.code === 'EADDRINUSE'
      ? `Port ${settings.port} is in use. Set PORTAL_PORT to another one.`
      : `The portal cannot listen on port ${settings.port}: ${error.message}`,
  );
});
portal.listen(settings.port, settings.host, () => {
  console.log(`The portal is open at http://localhost:${(portal.address() as AddressInfo).port}/operator`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    portal.close(() => process.exit(0));
    portal.closeAllConnections();
  });
}
