import { affonso } from './affonso.ts';
import { brandwave } from './brandwave.ts';
import { chase } from './chase.ts';
import type { Dialect } from './dialect.ts';
import { nexor } from './nexor.ts';
import { whop } from './whop.ts';

/** Every vendor's API that is spoken here. */
export const dialects: readonly Dialect[] = [nexor, brandwave, chase, affonso, whop];
