import { beforeSend } from '../features/before-send.ts';
import { botSignals } from '../features/bot-signals.ts';
import { loadExtra } from '../features/load-extra.ts';
import { outbox } from '../features/outbox.ts';
import { vendorIds } from '../features/vendor-ids.ts';
import { startScript } from '../start-script.ts';

/** The script for every site. Steps are taken in this order. */
startScript([vendorIds, botSignals, beforeSend, outbox, loadExtra]);
