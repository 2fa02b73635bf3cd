import type { Command } from '../../packages/collector/src/domain/command.ts';
import type { Chance } from './chance.ts';
import { createChance } from './chance.ts';
import { deliver, SAFE_WAY, type Way } from './delivery.ts';
import { attack } from './scenes/attack.ts';
import { family } from './scenes/family.ts';
import { kiosk } from './scenes/kiosk.ts';
import { lateShopper } from './scenes/late-shopper.ts';
import { ownDevices } from './scenes/own-devices.ts';
import { supportDesk } from './scenes/support-desk.ts';
import { createSite, type Site } from './site.ts';
import type { Truth } from './truth.ts';

/** Lets some people shop; gives how many of them are shoppers. */
type Scene = (site: Site, chance: Chance) => number;

/** What differs from shoppers with one browser of their own, of whom all is heard at once. */
interface Disturbance {
  scenes?: readonly Scene[];
  clocks_are_wrong?: boolean;
  is_attacked?: boolean;
  way?: Partial<Way>;
}

const ONE_DEVICE = ownDevices({ devices: [1, 1], clears_cookies: 0 });
const SEVERAL_DEVICES = ownDevices({ devices: [2, 3], clears_cookies: 0 });
const CLEARED_COOKIES = ownDevices({ devices: [1, 1], clears_cookies: 0.25 });
const ALL_OF_A_SHOPPER = ownDevices({ devices: [1, 3], clears_cookies: 0.1 });

export const DISTURBANCES = {
  undisturbed: {},
  several_devices: { scenes: [SEVERAL_DEVICES] },
  cleared_cookies: { scenes: [CLEARED_COOKIES] },
  shared_browser: { scenes: [family] },
  kiosk: { scenes: [kiosk] },
  support_agent: { scenes: [supportDesk] },
  late_identity: { scenes: [lateShopper] },
  lost_beacons: { way: { loses: 0.1 } },
  duplicated: { way: { copies: 3 } },
  reordered: { way: { reorders: true } },
  clock_skew: { clocks_are_wrong: true },
  forged_claims: { is_attacked: true },
  all: {
    // A kiosk and a desk bring many shoppers at once, so most scenes are of others.
    scenes: [
      ...Array.from({ length: 8 }, () => ALL_OF_A_SHOPPER),
      ...Array.from({ length: 4 }, () => lateShopper),
      ...Array.from({ length: 3 }, () => family),
      kiosk,
      supportDesk,
    ],
    clocks_are_wrong: true,
    is_attacked: true,
    way: { loses: 0.03, copies: 3, reorders: true },
  },
} satisfies Record<string, Disturbance>;

export type DisturbanceName = keyof typeof DISTURBANCES;

export const DISTURBANCE_NAMES = Object.keys(DISTURBANCES) as DisturbanceName[];

export interface Simulated {
  truth: Truth;
  /** What a collector is told, in the order in which it hears of it. */
  commands: Command[];
}

/** Lets so many shoppers live under a disturbance. */
export function simulate(name: DisturbanceName, seed: number, shoppers: number): Simulated {
  const disturbance: Disturbance = DISTURBANCES[name];
  const { scenes = [ONE_DEVICE], clocks_are_wrong = false, is_attacked = false, way } = disturbance;
  const chance = createChance(seed, name);
  const site = createSite(chance, clocks_are_wrong);
  for (let made = 0; made < shoppers; ) made += chance.pick(scenes)(site, chance);
  if (is_attacked) attack(site, chance);
  return { truth: site.truth, commands: deliver(site.messages, { ...SAFE_WAY, ...way }, chance) };
}
