import { WINDOW } from '../../packages/collector/src/domain/credit.ts';
import type { Judgement } from './rule.ts';
import {
  type Person,
  type StatedKind,
  strangersTo,
  type TrueSale,
  type TrueTouch,
  type Truth,
  valueFor,
} from './truth.ts';

export interface Score {
  sales: number;
  /** Sales of which every true touch was found. */
  found: number;
  /** Sales that were given touches of somebody else, strays apart. */
  foreign: number;
  /** Pairs of shoppers, each known to the server, that became one person. */
  wrong_merges: number;
  /** Shoppers, known to the server, whose identifiers and browsers became more than one person. */
  missed_merges: number;
  /** Touches, given to another's sale, of people who never said at that shared browser who they are. */
  strays: number;
}

export function scoreOf(truth: Truth, judgement: Judgement): Score {
  return { ...scoreOfSales(truth, judgement), ...scoreOfPeople(truth, judgement) };
}

function scoreOfSales(truth: Truth, judgement: Judgement): Pick<Score, 'sales' | 'found' | 'foreign' | 'strays'> {
  const touches = new Map(truth.touches.map((touch) => [touch.id, touch]));
  const isStranger = strangersTo(truth);
  const score = { sales: truth.sales.length, found: 0, foreign: 0, strays: 0 };
  for (const [sale, path] of pathsOf(truth)) {
    const given = judgement.touchesOf(sale.order);
    if (path.every(({ id }) => given.has(id))) score.found += 1;
    const others = [...given].map((id) => touches.get(id)).filter((touch) => touch && touch.person !== sale.person);
    const strays = others.filter((touch) => touch && isStranger(touch)).length;
    score.strays += strays;
    if (others.length > strays) score.foreign += 1;
  }
  return score;
}

/** The true touches of each sale: all that its buyer made, wherever, in the window before it. */
export function pathsOf(truth: Truth): Map<TrueSale, TrueTouch[]> {
  const byPerson = Map.groupBy(truth.touches, ({ person }) => person);
  return new Map(
    truth.sales.map((sale) => [
      sale,
      (byPerson.get(sale.person) ?? []).filter(({ at }) => at >= sale.at - WINDOW && at <= sale.at),
    ]),
  );
}

function scoreOfPeople(truth: Truth, judgement: Judgement): Pick<Score, 'wrong_merges' | 'missed_merges'> {
  const shoppers = [...truth.stated].filter(([, kinds]) => kinds.has('user'));
  const holders = new Map<string, Set<Person>>();
  let missed = 0;
  const signIns = Map.groupBy(truth.sign_ins, ({ person }) => person);
  for (const [person, kinds] of shoppers) {
    const stated = personsStated(person, kinds, judgement);
    for (const name of stated) holders.set(name, (holders.get(name) ?? new Set()).add(person));
    const owners = (signIns.get(person) ?? []).map(({ visitor_id, at }) => judgement.ownerOf(visitor_id, at));
    if (new Set([...stated, ...owners]).size > 1) missed += 1;
  }
  const pairs = new Set<string>();
  for (const together of holders.values()) {
    const names = [...together].map(({ name }) => name).sort();
    for (const [at, name] of names.entries()) for (const other of names.slice(at + 1)) pairs.add(`${name} ${other}`);
  }
  return { wrong_merges: pairs.size, missed_merges: missed };
}

function personsStated(person: Person, kinds: ReadonlySet<StatedKind>, judgement: Judgement): Set<string> {
  return new Set(
    [...kinds].flatMap((kind) => {
      const value = valueFor(person, kind);
      return value === undefined ? [] : [judgement.personOf({ kind, value })];
    }),
  );
}
