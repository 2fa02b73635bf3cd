/** Starts the shop: settings from the environment, pages on SHOP_PORT. */
import type { AddressInfo } from 'node:net';
import { readSettings, type Settings } from './settings.ts';
import { createShop } from './shop.ts';

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
const shop = createShop(settings, (line) => console.log(line));

shop.on('error', (error: NodeJS.ErrnoException) => {
  fail(
    error.code === 'EADDRINUSE'
      ? `Port ${settings.port} is in use. Set SHOP_PORT to another one.`
      : `The shop cannot listen on port ${settings.port}: ${error.message}`,
  );
});
shop.listen(settings.port, settings.host, () => {
  console.log(`The shop is open at http://localhost:${(shop.address() as AddressInfo).port}/`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    shop.close(() => process.exit(0));
    shop.closeAllConnections();
  });
}
