import type { ClaimRow, ConversionRow, NamingRow } from '../domain/conversion.ts';
import { LONGEST_WINDOW } from '../domain/credit.ts';
import type { Draft, Window } from '../domain/draft.ts';
import type { EarningRow } from '../domain/earning.ts';
import { type Identifier, uniqueIdentifiers } from '../domain/identity.ts';
import { claims, conversions, earnings, namings, touches } from '../domain/schema.ts';
import type { Cell } from '../domain/table.ts';
import { CLOCK_TOLERANCE, HOUR } from '../domain/time.ts';
import type { TouchRow } from '../domain/touch.ts';
import { isClick } from './arrivals.ts';
import { salesOfCheckout } from './checkout.ts';
import { deviceOf, isSame, meets, type Standing } from './device.ts';
import { personOf } from './person.ts';
import { devicesOf } from './reach.ts';
import type { Stitched } from './stitch.ts';

/** The conversions and claims whose answer a command may have changed. */
export class Affected {
  readonly conversions = new Set<ConversionRow>();
  readonly claims = new Set<ClaimRow>();
  /** Marked before, and next in turn. */
  waiting: ReadonlySet<ConversionRow> = new Set();
  readonly #draft: Draft;
  readonly #workspaceId: string;

  constructor(draft: Draft, workspaceId: string) {
    this.#draft = draft;
    this.#workspaceId = workspaceId;
  }

  /**
   * A touch can matter to the sales of whoever was at its browser then that come within the window after it; a click also
   * to those who name it and to those whose landing carries it.
   */
  byTouch(touch: TouchRow): void {
    if (touch.visitor_id !== null) {
      const at = touch.occurred_at;
      const device = deviceOf(this.#draft, this.#workspaceId, touch.visitor_id, { from: at, to: at });
      const standings = [false, true].map((trustedOnly) => device.standingAt(at, trustedOnly));
      this.#byStandings(touch.visitor_id, standings, at, at);
    }
    if (touch.click_id === null) return;
    const byClick = [this.#workspaceId, touch.click_id];
    for (const conversion of this.#draft.find<ConversionRow>(conversions, 'click', byClick)) {
      this.conversions.add(conversion);
      for (const sale of salesOfCheckout(this.#draft, conversion)) this.conversions.add(sale);
    }
    if (!isClick(touch)) return;
    for (const landing of this.#draft.find<TouchRow>(touches, 'click', byClick)) {
      if (!isClick(landing)) this.byTouch(landing);
    }
  }

  /** Sales of people who moved, those whose device tells another buyer now, and those that what others lost or won may earn. */
  byStitch({ moved, retelling, met, buyers, devices }: Stitched): void {
    // An affiliate's own address may be among what is linked now.
    for (const buyer of buyers) this.#byEarnings('person', buyer, null);
    for (const visitor of new Set([...met, ...devices])) this.#byEarnings('visitor', visitor, null);
    this.#naming(uniqueIdentifiers(moved), {});
    this.#covered([...met, ...devicesOf(this.#draft, this.#workspaceId, moved)]);
    for (const sale of retelling.sales) this.conversions.add(sale);
    for (const claim of retelling.claims) this.claims.add(claim);
    for (const { visitor_id, standings, from, to } of retelling.retold) {
      this.#byStandings(visitor_id, standings, from, to);
    }
  }

  /** Sales that touches of one device can matter to, which were made by whoever stood there so. */
  #byStandings(visitorId: string, standings: readonly Standing[], from: number, to: number): void {
    const window = { from: from - CLOCK_TOLERANCE, to: to + LONGEST_WINDOW };
    const roots = uniqueIdentifiers(standings.flatMap((standing) => standing.roots));
    const people = uniqueIdentifiers(roots.flatMap((root) => personOf(this.#draft, this.#workspaceId, root)));
    this.#naming(people, window);
    const own = devicesOf(this.#draft, this.#workspaceId, people);
    for (const visitor of own.add(visitorId)) {
      this.#onDevice(
        visitor,
        window,
        (there) => meets(roots, there.roots) || standings.some((one) => isSame(one, there)),
      );
    }
  }

  /** Sales that touches with a code can matter to. */
  byCode(code: string): void {
    for (const touch of this.#draft.find<TouchRow>(touches, 'code', [this.#workspaceId, code])) this.byTouch(touch);
  }

  /** Sales from a time on; all of them where it is `null`. */
  bySalesFrom(from: number | null): void {
    const window = from === null ? {} : { from };
    for (const sale of this.#draft.earliest<ConversionRow>(conversions, 'time', [this.#workspaceId], window)) {
      this.conversions.add(sale);
    }
  }

  /** Sales that a coupon was named with. */
  byCoupon(code: string): void {
    for (const sale of this.#draft.find<ConversionRow>(conversions, 'coupon_code', [this.#workspaceId, code])) {
      this.conversions.add(sale);
    }
  }

  /** Sales that an affiliate is owed for, or is named in. */
  byAffiliate(id: string, from: number | null): void {
    this.#byEarnings('affiliate', id, from);
    for (const sale of this.#draft.find<ConversionRow>(conversions, 'affiliate_id', [this.#workspaceId, id])) {
      this.conversions.add(sale);
    }
  }

  byProgram(id: string, from: number): void {
    this.#byEarnings('program', id, from);
  }

  byReferral(id: string, from: number | null): void {
    this.#byEarnings('referral', id, from);
  }

  /** Sales from a time on that name a referral, by its id or by one of its conversions. */
  byNamedReferral(name: string, from: number): void {
    const named = [this.#workspaceId, name];
    for (const sale of this.#draft.earliest<ConversionRow>(conversions, 'referral_id', named, { from })) {
      this.conversions.add(sale);
    }
  }

  /** What one person bought from a time on, as far as secret keys tell. */
  byBuyer(root: Identifier, from: number): void {
    const people = personOf(this.#draft, this.#workspaceId, root);
    this.#naming(people, { from });
    for (const visitor of devicesOf(this.#draft, this.#workspaceId, people)) {
      this.#onDevice(visitor, { from, to: Number.MAX_SAFE_INTEGER }, (there) => meets([root], there.roots));
    }
  }

  /** Sales in one browser from a time on. */
  byBrowser(visitorId: string, from: number): void {
    const there = [this.#workspaceId, visitorId];
    for (const sale of this.#draft.earliest<ConversionRow>(conversions, 'visitor', there, { from })) {
      this.conversions.add(sale);
    }
  }

  /** What is earned by sales in other currencies than a program's. */
  byForeign(from: number, to: number): void {
    this.#byEarnings('foreign', true, from, to);
  }

  /** It is looked at anew in any case. */
  isMarked(id: string): boolean {
    const conversion = this.#conversion(id);
    return conversion !== undefined && (this.conversions.has(conversion) || this.waiting.has(conversion));
  }

  byConversion(id: string): void {
    const conversion = this.#conversion(id);
    if (conversion) this.conversions.add(conversion);
  }

  /** Sought, for what it earns is written by what it says, and it need not be written itself. */
  #conversion(id: string): ConversionRow | undefined {
    return this.#draft.find<ConversionRow>(conversions, 'key', [this.#workspaceId, id])[0];
  }

  #byEarnings(index: string, value: Cell, from: number | null, to?: number): void {
    const window = { ...(from !== null && { from }), ...(to !== undefined && { to }) };
    for (const { conversion_id } of this.#draft.earliest<EarningRow>(
      earnings,
      index,
      [this.#workspaceId, value],
      window,
    )) {
      this.byConversion(conversion_id);
    }
  }

  /** Claims of these devices that stand behind a sale, for it speaks first of those that its own devices made. */
  #covered(visitors: Iterable<string>): void {
    for (const visitor of new Set(visitors)) {
      const claimed = this.#draft.latest<ClaimRow>(claims, 'visitor', [this.#workspaceId, visitor], {});
      for (const claim of claimed) if (claim.conversion_id !== null) this.claims.add(claim);
    }
  }

  #naming(members: readonly Identifier[], window: Window): void {
    for (const { kind, value } of members) {
      const named = this.#draft.latest<NamingRow>(namings, 'key', [this.#workspaceId, kind, value], window);
      for (const { conversion_id } of named) {
        this.byConversion(conversion_id);
      }
    }
  }

  /** Sales and claims on a device that were made by someone in particular. */
  #onDevice(visitorId: string, window: { from: number; to: number }, isTheirs: (there: Standing) => boolean): void {
    const byVisitor = [this.#workspaceId, visitorId];
    // A claim may have lent its browser's touches to the conversion that covers it, which may lie an hour away.
    const wider = { from: window.from - HOUR, to: Math.min(window.to + HOUR, Number.MAX_SAFE_INTEGER) };
    const sold = this.#draft.latest<ConversionRow>(conversions, 'visitor', byVisitor, window);
    const claimed = this.#draft.latest<ClaimRow>(claims, 'visitor', byVisitor, wider);
    if (sold.length + claimed.length === 0) return;
    const device = deviceOf(this.#draft, this.#workspaceId, visitorId, wider);
    const isWanted = ({ occurred_at }: { occurred_at: number }) =>
      [false, true].some((trustedOnly) => isTheirs(device.standingAt(occurred_at, trustedOnly)));
    for (const row of sold) if (isWanted(row)) this.conversions.add(row);
    for (const row of claimed) if (isWanted(row)) this.claims.add(row);
  }
}
