import type { Identifier } from '../../packages/collector/src/domain/identity.ts';
import type { Step, TouchPlan } from './history-plan.ts';
import { DAY, HOUR, MINUTE, TOLERANCE, WINDOW } from './times.ts';

/** An address at which many may be reached. */
export const SHARED_EMAIL = 'shared@x.org';

/** Who and what a scene is about. */
export interface Cast {
  at: number;
  visitor: string;
  other: string;
  order: string;
  click: string;
  code: string;
  arrival: number;
}

/** Steps that belong together, of every scene; what chance would seldom bring about stands there more often. */
export function scenesOf({ at, visitor, other, order, click: clickId, code, arrival: arrived }: Cast): Step[][] {
  const nobody = { visitor: null, user: null, customer: null, email: null };
  const from = (who: string) => ({ visitor: who, arrival: arrived, user: null, email: null });
  const arrives = (who: string, number: number, when: number, by: Partial<TouchPlan> = {}): Step => ({
    ...{ step: 'view', isBot: false, at: when, ...from(who) },
    touch: { number, at: when, code: null, click: null, drift: 0, ...by },
  });
  const claims = (who: string, event: string | null = null): Step => ({
    ...{ step: 'claim', name: 'purchase', at, touch: null, order, event, ...from(who) },
  });
  const sells = (who: Partial<Step & { step: 'conversion' }>): Step => ({
    ...{ step: 'conversion', name: 'purchase', at, arrival: arrived, order, event: null, click: null },
    ...{ ...nobody, ...who },
  });
  const clicks = (when: number, who: string | null = null): Step => ({
    ...{ step: 'click', click: clickId, visitor: who, at: when, arrival: arrived, code, isLink: true },
  });
  const owner: Step = { step: 'affiliate', code };
  const guest = `guest-${order}`;
  const plain = [
    [sells({}), claims(visitor), arrives(visitor, 0, at - HOUR, { code }), owner],
    [sells({}), sells({ order: null, event: `e-${order}` }), sells({ event: `e-${order}` })],
    [sells({ visitor }), arrives(visitor, 0, at - WINDOW), arrives(visitor, 1, at - WINDOW)],
    [sells({ click: clickId }), clicks(at - WINDOW - 1), arrives(other, 0, at - DAY, { click: clickId })],
    [sells({ click: clickId }), clicks(at + 1), owner],
    [sells({ click: clickId, visitor }), clicks(at - DAY), arrives(visitor, 0, at - 1, { code }), owner],
  ];
  const rare = [
    [sells({ visitor: guest }), arrives(guest, 0, at - MINUTE), arrives(guest, 1, at - MINUTE)],
    [sells({ order: null, event: `e-${order}` }), sells({}), sells({ event: `e-${order}` })],
    [claims(visitor), sells({ visitor }), claims(other)],
    [clicks(at - WINDOW - 1), sells({ click: clickId, visitor }), arrives(visitor, 1, at - WINDOW)],
    [sells({ click: clickId, visitor: guest }), owner, clicks(at - WINDOW - 1)],
    [clicks(at - WINDOW - 1, guest), owner, sells({ visitor: guest })],
    [sells({}), claims(visitor), claims(other)],
    [claims(visitor, `e-${order}`), sells({ order: null, event: `e-${order}` }), sells({})],
    [sells({ order: null, event: `e-${order}` }), claims(visitor, `e-${order}`), sells({ visitor })],
    [arrives(guest, 1, at + 1, { code }), sells({ visitor: guest }), arrives(guest, 0, at + TOLERANCE + 1), owner],
    [arrives(guest, 1, at + TOLERANCE, { code }), sells({ visitor: guest }), owner],
    [arrives(guest, 1, at - 2, { code }), owner, sells({ click: clickId, visitor: guest }), clicks(at - WINDOW)],
    [clicks(at), ...[visitor, other].map((who) => arrives(who, 1, at, { click: clickId })), sells({ click: clickId })],
    [clicks(at - 1, visitor), arrives(visitor, 0, at - 2, { code }), owner, sells({ visitor })],
  ];
  const mailed = [sells({ order: null, visitor: guest, email: SHARED_EMAIL }), sells({ email: SHARED_EMAIL })];
  const torn = ['u1', 'u2'].map((user) => sells({ order: null, visitor: guest, user }));
  const said = [{ ...arrives(guest, 0, at - DAY), email: order }, sells({ visitor: guest, email: order })] as Step[];
  const lost = [
    ...[arrives(guest, 0, at - DAY, { code }), owner, sells({ email: order })],
    ...[sells({ order: null, visitor: guest, email: order }), sells({ order: null, visitor: guest, user: order })],
  ];
  const owned = [...torn, arrives(guest, 0, at - DAY), sells({ user: 'u2' }), sells({ order: null, user: 'u1' })];
  const linked = [...mailed, arrives(guest, 0, at - DAY, { code }), owner];
  const ofPeople = [...shared(), ...merged(), ...conflicting(), ...conflicting(), ...removed()];
  const others = [...rare, ...rare, ...rare, lost, lost, lost, lost, owned, owned, owned, said, said, linked];
  return [...plain, ...others, ...ofPeople, ...ofPeople];

  /** Several people at one device, one after the other. */
  function shared(): Step[][] {
    const [first, second] = [`a-${order}`, `b-${order}`];
    const signsIn = (user: string, when: number, more?: 'proven'): Step => ({
      ...{ step: 'view', isBot: false, at: when, ...from(guest) },
      ...{ touch: null, user, ...(more ? { more } : {}) },
    });
    const leaves: Step = { step: 'view', isBot: false, at: at - 2 * DAY, ...from(guest), touch: null, more: 'reset' };
    const [early, late] = [arrives(guest, 0, at - 4 * DAY, { code }), arrives(guest, 1, at - DAY)];
    const sells2 = [sells({ user: first }), sells({ order: null, user: second, visitor: guest })];
    const four = ['1', '2', '3', '4'].map((user, hours) => signsIn(`${user}-${order}`, at - DAY - hours * HOUR));
    return [
      [early, signsIn(first, at - 3 * DAY), leaves, late, signsIn(second, at - HOUR), ...sells2, owner],
      [early, signsIn(first, at - 3 * DAY), late, signsIn(second, at - HOUR), ...sells2],
      [early, signsIn(first, at - 3 * DAY, 'proven'), late, signsIn(second, at - HOUR), ...sells2, owner],
      [early, signsIn(first, at - 3 * DAY), leaves, late, sells({ visitor: guest })],
      [early, ...four, sells({ user: `4-${order}` }), sells({ order: null, visitor: guest })],
    ];
  }

  /** Identifiers that are told to be one person's, late. */
  function merged(): Step[][] {
    const [user, old, mail] = [`u-${order}`, `o-${order}`, `${order}@x.org`];
    const says = (who: Partial<Step & { step: 'identify' }>): Step => ({ step: 'identify', at, ...nobody, ...who });
    const joins = (one: string, other: string): Step => ({ step: 'alias', user: one, previous: other, at });
    const landed = arrives(guest, 0, at - DAY, { code });
    return [
      [landed, says({ visitor: guest, email: mail }), says({ user, email: mail }), sells({ user }), owner],
      [landed, says({ visitor: guest, user: old }), sells({ user }), joins(user, old), owner],
      [landed, says({ visitor: guest, user: old }), sells({ user }), joins(old, user)],
      [
        landed,
        says({ visitor: guest, user: old }),
        joins(user, 'u1'),
        joins('u1', old),
        joins(old, user),
        sells({ user }),
      ],
      [landed, says({ visitor: guest, user, email: mail }), sells({ customer: `c-${order}`, email: mail }), owner],
    ];
  }

  /** Reports whose identifiers name two people. */
  function conflicting(): Step[][] {
    const [user, old, mail] = [`u-${order}`, `o-${order}`, `${order}@x.org`];
    const says = (who: Partial<Step & { step: 'identify' }>): Step => ({ step: 'identify', at, ...nobody, ...who });
    const landed = arrives(guest, 0, at - DAY, { code });
    return [
      [
        landed,
        says({ visitor: guest, user, email: mail }),
        { ...sells({ user: old, email: mail }), at: at + 1 } as Step,
      ],
      [says({ user, email: mail }), says({ user: old, customer: `c-${order}` }), landed].concat(
        sells({ customer: `c-${order}`, email: mail, visitor: guest }),
      ),
    ];
  }

  /** Links that somebody found to be wrong. */
  function removed(): Step[][] {
    const [user, old, mail] = [`u-${order}`, `o-${order}`, `${order}@x.org`];
    const says = (who: Partial<Step & { step: 'identify' }>): Step => ({ step: 'identify', at, ...nobody, ...who });
    const parts = (one: Identifier, other: Identifier): Step => ({ step: 'unlink', from: one, to: other });
    const landed = arrives(guest, 0, at - DAY, { code });
    const [device, account] = [{ kind: 'visitor', value: guest } as const, { kind: 'user', value: user } as const];
    return [
      [landed, says({ visitor: guest, user }), sells({ user }), parts(device, account), owner],
      [landed, says({ visitor: guest, email: mail }), says({ user, email: mail }), sells({ user })].concat(
        parts({ kind: 'email', value: mail }, account),
      ),
      [landed, says({ visitor: guest, user: old }), { step: 'alias', user, previous: old, at }, sells({ user })].concat(
        parts({ kind: 'user', value: old }, account),
      ) as Step[],
    ];
  }
}
