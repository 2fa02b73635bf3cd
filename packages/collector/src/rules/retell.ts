import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { type EdgeRow, identifierKey } from '../domain/identity.ts';
import { claims, conversions, edges, touches } from '../domain/schema.ts';
import type { TouchRow } from '../domain/touch.ts';
import { type Device, deviceOf, type Standing } from './device.ts';
import type { Window } from './marks.ts';
import { claimsTooMuch, rootOf, targetOf } from './person.ts';

/** What happened on a device that belongs to others now than it did: who that was, and who it is. */
export interface Retold {
  visitor_id: string;
  /** Of those whose touches these were and are. */
  standings: Standing[];
  /** When these touches were made. */
  from: number;
  to: number;
}

/** What a change of edges or marks made of some devices. */
export interface Retelling {
  retold: Retold[];
  /** Sales and claims that only their device tells whose they are. */
  sales: ConversionRow[];
  claims: ClaimRow[];
}

/** Beyond so many touches they are not told one by one: whoever may have been there at any time is meant. */
const TOUCHES_AT_MOST = 500;

interface Told {
  /** Everyone who may have been there; `undefined` where the touches tell. */
  everyone: Standing[] | undefined;
  touches: Map<string, { at: number; standings: Standing[] }>;
  sales: Map<ConversionRow, Standing[]>;
  claims: Map<ClaimRow, Standing[]>;
}

/** All times. */
export const EVER: Window = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Does what changes who was at some devices, each within a window, and tells what was theirs before and is no longer. */
export function retell(
  draft: Draft,
  workspaceId: string,
  windows: ReadonlyMap<string, Window>,
  change: () => void,
): Retelling {
  const before = new Map(
    [...windows].map(([visitor, window]) => [visitor, toldOf(draft, workspaceId, visitor, window)]),
  );
  change();
  const retelling: Retelling = { retold: [], sales: [], claims: [] };
  for (const [visitor, window] of windows) {
    const was = before.get(visitor);
    const is = toldOf(draft, workspaceId, visitor, window);
    if (!was) continue;
    if (was.everyone || is.everyone) {
      const standings = [...(was.everyone ?? []), ...(is.everyone ?? [])];
      retelling.retold.push({ visitor_id: visitor, standings, from: window.from, to: window.to });
    }
    const moved = [...is.touches].flatMap(([id, { at, standings }]) => {
      const then = was.touches.get(id)?.standings ?? [];
      return keyOf(then) === keyOf(standings) ? [] : [{ at, standings: [...then, ...standings] }];
    });
    if (moved.length > 0) {
      const times = moved.map(({ at }) => at);
      const standings = new Map(moved.flatMap((one) => one.standings).map((one) => [keyOf([one]), one]));
      retelling.retold.push({
        visitor_id: visitor,
        standings: [...standings.values()],
        from: Math.min(...times),
        to: Math.max(...times),
      });
    }
    retelling.sales.push(...changed(was.sales, is.sales));
    retelling.claims.push(...changed(was.claims, is.claims));
  }
  return retelling;
}

function changed<Row>(was: ReadonlyMap<Row, Standing[]>, is: ReadonlyMap<Row, Standing[]>): Row[] {
  return [...is].filter(([row, standings]) => keyOf(standings) !== keyOf(was.get(row) ?? [])).map(([row]) => row);
}

function keyOf(standings: readonly Standing[]): string {
  return standings.map(({ roots, since }) => `${roots.map(identifierKey).join('\u0000')}@${since}`).join('\u0001');
}

function toldOf(draft: Draft, workspaceId: string, visitorId: string, window: Window): Told {
  let device: Device | undefined;
  const standingsAt = (at: number): Standing[] => {
    // Most devices hold nothing that could be told otherwise.
    device ??= deviceOf(draft, workspaceId, visitorId, window);
    return [device.standingAt(at, false), device.standingAt(at, true)];
  };
  const prefix = [workspaceId, visitorId];
  const read = draft.latest<TouchRow>(touches, 'visitor', prefix, { ...window, limit: TOUCHES_AT_MOST + 1 });
  const told = <Row extends { occurred_at: number }>(rows: readonly Row[]) =>
    new Map(rows.map((row) => [row, standingsAt(row.occurred_at)]));
  const isMany = read.length > TOUCHES_AT_MOST;
  return {
    everyone: isMany ? everyoneAt(draft, workspaceId, visitorId) : undefined,
    touches: new Map((isMany ? [] : read).map(({ id, occurred_at: at }) => [id, { at, standings: standingsAt(at) }])),
    sales: told(draft.latest<ConversionRow>(conversions, 'visitor', prefix, window)),
    claims: told(draft.latest<ClaimRow>(claims, 'visitor', prefix, window)),
  };
}

function everyoneAt(draft: Draft, workspaceId: string, visitorId: string): Standing[] {
  // Claims that are not believed are nobody's, however many.
  const heard = claimsTooMuch(draft, workspaceId, visitorId) ? [true] : [true, false];
  const roots = heard
    .flatMap((trusted) => draft.find<EdgeRow>(edges, 'key', [workspaceId, 'visitor', visitorId, trusted]))
    .flatMap((edge) => [false, true].map((only) => rootOf(draft, workspaceId, targetOf(edge), only)));
  return [[], ...roots.map((root) => [root])].map((some) => ({
    visitor_id: visitorId,
    roots: some,
    since: null,
    by: undefined,
  }));
}
