import type { Group } from '../stage.ts';
import { consent } from './consent.ts';
import { cookies } from './cookies.ts';
import { frames } from './frames.ts';
import { leaving } from './leaving.ts';
import { linker } from './linker.ts';
import { old } from './old.ts';
import { signals } from './signals.ts';
import { storage } from './storage.ts';
import { views } from './views.ts';

/** All cases, in the order in which the document lists them. */
export const groups: readonly Group[] = [cookies, views, leaving, storage, consent, signals, frames, linker, old];
