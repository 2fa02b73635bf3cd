import type { ClaimRow, ConversionRow } from '../domain/conversion.ts';
import { WINDOW } from '../domain/credit.ts';
import type { Draft, Window } from '../domain/draft.ts';
import type { Identifier } from '../domain/identity.ts';
import { claims, conversions, touches } from '../domain/schema.ts';
import { CLOCK_TOLERANCE, HOUR } from '../domain/time.ts';
import type { TouchRow } from '../domain/touch.ts';
import { isClick } from './arrivals.ts';
import { identifierKey, personOf } from './person.ts';
import type { Stitched } from './stitch.ts';

/** Beyond so many touches of one browser the exact window is not sought; all its sales are looked at. */
const READ_AT_MOST = 200;

/** The conversions and claims whose answer a command may have changed. */
export class Affected {
  readonly conversions = new Set<ConversionRow>();
  readonly claims = new Set<ClaimRow>();
  readonly #draft: Draft;
  readonly #workspaceId: string;

  constructor(draft: Draft, workspaceId: string) {
    this.#draft = draft;
    this.#workspaceId = workspaceId;
  }

  /**
   * A touch can matter to the sales of its browser's person that come within the window after it; a click also to
   * those who name it and to those whose landing carries it.
   */
  byTouch(touch: TouchRow): void {
    const window = { from: touch.occurred_at - CLOCK_TOLERANCE, to: touch.occurred_at + WINDOW };
    if (touch.visitor_id !== null) {
      this.#ofMembers(personOf(this.#draft, this.#workspaceId, { kind: 'visitor', value: touch.visitor_id }), window);
    }
    if (touch.click_id === null) return;
    const byClick = [this.#workspaceId, touch.click_id];
    for (const conversion of this.#draft.find<ConversionRow>(conversions, 'click', byClick)) {
      this.conversions.add(conversion);
    }
    if (!isClick(touch)) return;
    for (const landing of this.#draft.find<TouchRow>(touches, 'click', byClick)) {
      if (!isClick(landing)) this.byTouch(landing);
    }
  }

  /** Sales of people who moved, and sales of those they moved to or from that their touches can matter to. */
  byStitch({ moved, neighbours }: Stitched): void {
    if (moved.length === 0) return;
    const movers = new Map(moved.map((member) => [identifierKey(member), member]));
    this.#ofMembers([...movers.values()], {});
    const window = this.#windowOf([...movers.values()].filter((member) => member.kind === 'visitor'));
    if (!window) return;
    const others = new Map(neighbours.map((member) => [identifierKey(member), member]));
    for (const key of movers.keys()) others.delete(key);
    this.#ofMembers([...others.values()], window);
  }

  /** When sales can lie that touches of these browsers matter to; `undefined` where they have none. */
  #windowOf(visitors: readonly Identifier[]): Window | undefined {
    const read = visitors.map(({ value }) =>
      this.#draft.latest<TouchRow>(touches, 'visitor', [this.#workspaceId, value], { limit: READ_AT_MOST }),
    );
    const times = read.flat().map((touch) => touch.occurred_at);
    if (times.length === 0) return undefined;
    const isCut = read.some((rows) => rows.length === READ_AT_MOST);
    return {
      from: isCut ? undefined : Math.min(...times) - CLOCK_TOLERANCE,
      to: Math.max(...times) + WINDOW,
    };
  }

  #ofMembers(members: readonly Identifier[], window: Window): void {
    for (const { kind, value } of members) {
      const byAnchor = [this.#workspaceId, kind, value];
      for (const row of this.#draft.latest<ConversionRow>(conversions, 'anchor', byAnchor, window)) {
        this.conversions.add(row);
      }
      if (kind === 'visitor') this.#ofVisitor(value, window);
    }
  }

  #ofVisitor(visitorId: string, window: Window): void {
    const byVisitor = [this.#workspaceId, visitorId];
    for (const row of this.#draft.latest<ConversionRow>(conversions, 'visitor', byVisitor, window)) {
      this.conversions.add(row);
    }
    // A claim may have lent its browser's touches to the conversion that covers it, which may lie an hour away.
    const wider = { from: window.from && Number(window.from) - HOUR, to: window.to && Number(window.to) + HOUR };
    for (const claim of this.#draft.latest<ClaimRow>(claims, 'visitor', byVisitor, wider)) {
      this.claims.add(claim);
    }
  }
}
