import fc from 'fast-check';
import type { Identifier } from '../../packages/collector/src/domain/identity.ts';
import { ledgerScenes, ledgerStep, report } from './history-ledger.ts';
import type { Step, TouchPlan } from './history-plan.ts';
import { arrival, maybe, sale } from './history-world.ts';
import { SHARED_EMAIL, scenesOf } from './scenes.ts';
import { DAY, HOUR, MINUTE, TOLERANCE, WINDOW } from './times.ts';

/**
 * Random histories of commands as intake makes them. The world is small, so that its people, orders, clicks and times
 * meet often. Nothing here knows the rules: what a history means is for the rules, and for the oracle, to say.
 */

/** From a sale to a touch; the edges of the window and of the clock's tolerance among them. */
const TO_TOUCH = [
  ...[-DAY, -5 * MINUTE, -2, -1, 0, 1, HOUR],
  ...[-WINDOW - 1, -WINDOW, -WINDOW + 1],
  ...[TOLERANCE - 1, TOLERANCE, TOLERANCE + 1],
];
const TO_CLAIM = [0, 0, 1, MINUTE, -MINUTE, -HOUR - 1, -HOUR, HOUR, HOUR + 1];

const VISITORS = ['ann', 'bob', 'cid', 'dot'];
/** They play in scenes, so that less gets in their way. */
const GUESTS = ['eve', 'fay', 'gus', 'ann'];
const SCENE_ORDERS = ['o5', 'o6', 'o7', 'o8', 'o9'];
const SCENE_CLICKS = ['clk_7', 'clk_8'];
const FORGERS = ['evil', 'fake'];
const USERS = ['u1', 'u2', 'u3'];
const EMAILS = [SHARED_EMAIL, 'jane@x.org'];
const ORDERS = ['o1', 'o2', 'o3'];
const EVENT_IDS = ['purchase.o1', 'purchase.o2', 'e3'];
const CLICKS = ['clk_1', 'clk_2', 'clk_3'];
const CODES = ['amy', 'ben'];

const sum = (base: fc.Arbitrary<number>, offsets: readonly number[]) =>
  fc.tuple(base, fc.constantFrom(...offsets)).map(([at, offset]) => at + offset);
const name = fc.constantFrom('purchase', 'purchase', 'purchase', 'lead');

function touch(clicks: readonly string[]): fc.Arbitrary<TouchPlan> {
  return fc.record({
    number: fc.integer({ min: 0, max: 1 }),
    at: sum(sale, TO_TOUCH),
    code: maybe(6, CODES),
    click: maybe(4, clicks),
    drift: fc.constantFrom(0, 0, 3, -40_000),
  });
}

const keysOf = (orders: readonly string[]) => ({ order: maybe(8, orders), event: maybe(5, EVENT_IDS) });

const MORE = [null, null, null, 'reset', 'proven'] as const;
const TOLD = [
  ...Array.from({ length: 5 }, () => null),
  ...(['denied', 'denied', 'items', 'items', 'items', 'vendor_ids', 'vendor_ids'] as const),
];

function event(visitors: readonly string[], clicks: readonly string[], more: readonly (typeof MORE)[number][] = MORE) {
  return {
    visitor: fc.constantFrom(...visitors),
    at: sum(sale, TO_CLAIM),
    arrival,
    touch: fc.option(touch(clicks), { nil: null, freq: 3 }),
    user: maybe(3, USERS),
    email: maybe(3, EMAILS),
    more: fc.constantFrom(...more),
    told: fc.constantFrom(...TOLD),
  };
}

const view = fc.record({ step: fc.constant('view' as const), isBot: fc.boolean(), ...event(VISITORS, CLICKS) });
const claim = fc.record({ step: fc.constant('claim' as const), name, ...event(VISITORS, CLICKS), ...keysOf(ORDERS) });
const conversion = fc.record({
  step: fc.constant('conversion' as const),
  name,
  at: sale,
  arrival,
  visitor: maybe(5, VISITORS),
  click: maybe(4, CLICKS),
  user: maybe(3, USERS),
  customer: maybe(2, ['c1']),
  email: maybe(5, EMAILS),
  ...keysOf(ORDERS),
  report,
});
const click = fc.record({
  step: fc.constant('click' as const),
  click: fc.constantFrom(...CLICKS),
  visitor: maybe(5, VISITORS),
  at: sum(sale, TO_TOUCH),
  arrival,
  code: maybe(7, CODES),
  isLink: fc.boolean(),
});
const identify = fc.record({
  step: fc.constant('identify' as const),
  at: sum(sale, TO_CLAIM),
  visitor: maybe(6, VISITORS),
  user: maybe(5, USERS),
  customer: maybe(4, ['c1']),
  email: maybe(6, EMAILS),
});
const alias = fc
  .record({ user: fc.constantFrom(...USERS), previous: fc.constantFrom(...USERS), at: sale })
  .filter(({ user, previous }) => user !== previous)
  .map((said) => ({ step: 'alias' as const, ...said }));
const named = fc.oneof(
  fc.constantFrom(...USERS).map((value): Identifier => ({ kind: 'user', value })),
  fc.constantFrom(...EMAILS).map((value): Identifier => ({ kind: 'email', value })),
);
const unlink = fc.oneof(
  fc.record({
    step: fc.constant('unlink' as const),
    from: fc.constantFrom(...VISITORS).map((value): Identifier => ({ kind: 'visitor', value })),
    to: named,
  }),
  fc.record({
    step: fc.constant('unlink' as const),
    from: fc.constantFrom(...EMAILS).map((value): Identifier => ({ kind: 'email', value })),
    to: fc.constantFrom(...USERS).map((value): Identifier => ({ kind: 'user', value })),
  }),
  alias.map(({ user, previous }) => ({
    step: 'unlink' as const,
    from: { kind: 'user' as const, value: previous },
    to: { kind: 'user' as const, value: user },
  })),
);
const tag = fc.record({ step: fc.constant('tag' as const), event: fc.constantFrom('lead', 'demo'), at: arrival });
const affiliate = fc.record({ step: fc.constant('affiliate' as const), code: fc.constantFrom(...CODES) });
const crowd = fc.record({
  step: fc.constant('crowd' as const),
  target: fc.constantFrom<Identifier>({ kind: 'email', value: SHARED_EMAIL }, { kind: 'user', value: 'u1' }),
  size: fc.integer({ min: 49, max: 52 }),
  trusted: fc.boolean(),
  at: sale,
});
const talker = fc.record({
  step: fc.constant('talker' as const),
  visitor: fc.constantFrom(...VISITORS),
  size: fc.integer({ min: 48, max: 51 }),
  at: sum(sale, TO_CLAIM),
});
/** Somebody who is one of the crowd by what a browser and by what a key says, and then is not any more. */
const defector = fc
  .record({ visitor: fc.constantFrom(...VISITORS), at: sale, arrival, isGone: fc.boolean() })
  .map(({ visitor, at, arrival: arrived, isGone }): Step[] => [
    { step: 'identify', at, visitor, user: null, customer: null, email: SHARED_EMAIL },
    { step: 'view', isBot: false, at, visitor, arrival: arrived, user: null, email: SHARED_EMAIL, touch: null },
    ...(isGone
      ? [
          {
            step: 'unlink' as const,
            from: { kind: 'visitor' as const, value: visitor },
            to: { kind: 'email' as const, value: SHARED_EMAIL },
          },
        ]
      : []),
  ]);
const flood = fc.record({
  step: fc.constant('flood' as const),
  order: fc.constantFrom(...SCENE_ORDERS),
  size: fc.integer({ min: 19, max: 23 }),
  at: sale,
});
const again = fc.record({ step: fc.constant('again' as const), of: fc.nat({ max: 99 }) });

const steps = fc.array(
  fc.oneof(
    { weight: 30, arbitrary: view },
    { weight: 20, arbitrary: claim },
    { weight: 28, arbitrary: conversion },
    { weight: 16, arbitrary: click },
    { weight: 10, arbitrary: identify },
    { weight: 5, arbitrary: alias },
    { weight: 5, arbitrary: unlink },
    { weight: 8, arbitrary: affiliate },
    { weight: 12, arbitrary: tag },
    { weight: 8, arbitrary: again },
    { weight: 40, arbitrary: ledgerStep },
  ),
  { minLength: 1, maxLength: 24, size: 'max' },
);

/** Steps that belong together, in any order: cases that chance alone would seldom meet. */
const scene: fc.Arbitrary<Step[]> = fc
  .record({
    at: sale,
    visitor: fc.constantFrom(...GUESTS),
    other: fc.constantFrom(...GUESTS),
    order: fc.constantFrom(...SCENE_ORDERS),
    click: fc.constantFrom(...SCENE_CLICKS),
    code: fc.constantFrom(...CODES),
    arrival,
  })
  .chain((cast) => fc.constantFrom(...scenesOf(cast)))
  .chain((cast) => fc.oneof(fc.constant(cast), fc.shuffledSubarray(cast, { minLength: cast.length })));

/** A history without crowds, as the plan that shrinks; `commandsOf` makes the commands. */
export const calmHistory: fc.Arbitrary<Step[]> = fc.noBias(
  fc
    .tuple(fc.array(scene, { minLength: 1, maxLength: 20, size: 'max' }), ledgerScenes, steps)
    .map(([scenes, ledger, rest]) => [...scenes.flat(), ...ledger, ...rest]),
);

/** A history in which at times so many name one identifier, or claim one order, that it may mean nothing. */
export const history: fc.Arbitrary<Step[]> = fc
  .tuple(
    withCrowd(withCrowd(withCrowd(calmHistory, crowd), flood), talker),
    fc.array(defector, { maxLength: 1 }),
    fc.nat(50),
  )
  .map(([steps, defectors, place]) => [...steps.slice(0, place), ...defectors.flat(), ...steps.slice(place)]);

/** Whoever may only post to the public endpoint has no proof of being anybody. */
const UNPROVEN = [null, 'reset'] as const;
const everyClick = [...CLICKS, ...SCENE_CLICKS];

/** What someone who may only post to the public endpoint sends to become richer, or to make another poorer. */
export const forgery: fc.Arbitrary<Step[]> = withCrowd(
  fc.array(
    fc.oneof(
      fc.record({
        step: fc.constant('view' as const),
        isBot: fc.constant(false),
        ...event(FORGERS, everyClick, UNPROVEN),
      }),
      fc.record({
        step: fc.constant('claim' as const),
        name,
        ...event(FORGERS, everyClick, UNPROVEN),
        ...keysOf([...ORDERS, ...SCENE_ORDERS]),
      }),
    ),
    { minLength: 1, maxLength: 8, size: 'max' },
  ),
  crowd.map((step) => ({ ...step, trusted: false })),
);

function withCrowd(steady: fc.Arbitrary<Step[]>, crowded: fc.Arbitrary<Step>): fc.Arbitrary<Step[]> {
  return fc
    .tuple(
      steady,
      fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.tuple(crowded) }),
      fc.nat({ max: 50 }),
    )
    .map(([all, someCrowd, place]) => [...all.slice(0, place), ...someCrowd, ...all.slice(place)]);
}
