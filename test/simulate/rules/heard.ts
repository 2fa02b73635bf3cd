import type { Command } from '../../../packages/collector/src/domain/command.ts';
import { WINDOW } from '../../../packages/collector/src/domain/credit.ts';
import { type Identifier, strongestOf } from '../../../packages/collector/src/domain/identity.ts';
import { CLOCK_TOLERANCE } from '../../../packages/collector/src/domain/time.ts';

/** What was said together, of one person or so it seems. */
export interface Meeting {
  at: number;
  visitor_id: string | null;
  /** The others, the strongest first. */
  people: readonly Identifier[];
}

export interface HeardTouch {
  id: string;
  visitor_id: string;
  at: number;
}

export interface HeardSale extends Meeting {
  order: string;
}

/** What plain rules look at, each thing once and in order of time. */
export interface Heard {
  meetings: Meeting[];
  touches: HeardTouch[];
  sales: HeardSale[];
}

export function heardFrom(commands: readonly Command[]): Heard {
  const meetings: Meeting[] = [];
  const touches = new Map<string, HeardTouch>();
  const sales = new Map<string, HeardSale>();
  for (const command of commands) {
    if (command.kind === 'record_event') {
      const { visitor_id, occurred_at: at, body } = command;
      if (body?.touch) touches.set(body.touch.id, { id: body.touch.id, visitor_id, at: body.touch.occurred_at });
      if (body?.identifiers) meetings.push({ at, visitor_id, people: strongestFirst(body.identifiers) });
    } else if (command.kind === 'record_conversion') {
      const { visitor_id, occurred_at: at, identifiers, order_id, name } = command.conversion;
      const meeting = { at, visitor_id, people: strongestFirst(identifiers.filter(({ kind }) => kind !== 'visitor')) };
      meetings.push(meeting);
      if (name === 'purchase' && order_id !== null) sales.set(order_id, { ...meeting, order: order_id });
    }
  }
  const byTime = (a: { at: number }, b: { at: number }) => a.at - b.at;
  return {
    meetings: meetings.sort(byTime),
    touches: [...touches.values()].sort(byTime),
    sales: [...sales.values()].sort(byTime),
  };
}

function strongestFirst(identifiers: readonly Identifier[]): Identifier[] {
  const first = strongestOf(identifiers);
  return first ? [first, ...identifiers.filter((identifier) => identifier !== first)] : [];
}

/** Touches of a sale by its order: those in the window of browsers that a rule says are the buyer's. */
export function touchesBySale(
  { touches, sales }: Heard,
  isBuyers: (visitorId: string, sale: HeardSale) => boolean,
): (order: string) => ReadonlySet<string> {
  const bySale = new Map(
    sales.map((sale) => {
      const own = touches.filter(
        ({ at, visitor_id }) =>
          // The same allowance for a browser's clock as our rules make.
          at >= sale.at - WINDOW && at <= sale.at + CLOCK_TOLERANCE && isBuyers(visitor_id, sale),
      );
      return [sale.order, new Set(own.map(({ id }) => id))];
    }),
  );
  return (order) => bySale.get(order) ?? new Set();
}

export function nameOf({ kind, value }: Identifier): string {
  return `${kind}:${value}`;
}
