import type { Named } from './why.ts';

/** What is told of a person: facts without words. Times are ms UTC. */

/**
 * What became of an edge. `links`: it is followed. `outranked`: a better edge tells whose the identifier is. `shared`: too
 * many point to where it leads. `quarantined`: its browser claims too much to be believed.
 */
export type EdgeState = 'links' | 'outranked' | 'shared' | 'quarantined' | 'removed';

export interface ToldEdge {
  id: string;
  from: Named;
  to: Named;
  /** Said by a secret key, not by a browser. */
  trusted: boolean;
  occurred_at: number;
  state: EdgeState;
  /** Of an outranked one: the edge that is followed in its place. */
  winner: { to: Named; trusted: boolean } | null;
}

/**
 * `shared_identifier`: so many point to it that it names no single person. `crowded_identifier`: it is named on more devices
 * than one person has. `quarantined_device`: it claims to be so many users that its claims are not believed.
 * `talkative_identifier`: browsers, or keys, link it to so many others that none of it is believed. `devices_left_out`: not all devices
 * are shown.
 */
export type FlagKind =
  | 'shared_identifier'
  | 'crowded_identifier'
  | 'quarantined_device'
  | 'talkative_identifier'
  | 'devices_left_out';

/** Something about a person that makes links be ignored. */
export interface Flag {
  kind: FlagKind;
  count: number;
}

/** One person left a device and another came. Nobody is known of those who never said who they are. */
export interface Handover {
  left: Named[];
  came: Named[];
  /** The site told that the device was left. */
  by_reset: boolean;
}
