/** What visitors do: the mix that every measure is taken with. */

export type Action = 'page_view' | 'custom' | 'identify' | 'purchase';

export interface Visit {
  /** It comes by an ad or an affiliate's link. */
  is_ad: boolean;
  actions: Action[];
}

export const ACTIONS_PER_VISIT = 5;

/** Of ten visits, two come by an ad; of their fifty events 45 are page views, four custom events, one a purchase. */
const VISITS_PER_TURN = 10;
const EVERY_AD = 5;
const CUSTOM_PER_TURN = 4;
/** One custom event in so many is an `identify`, so that the rules of identity run too. */
const EVERY_IDENTIFY = 10;

/** Visits with exactly the shares that are wanted, and chance in who does what. `count` is a multiple of ten. */
export function planVisits(count: number, random: () => number): Visit[] {
  const visits: Visit[] = [];
  let customs = 0;
  while (visits.length < count) {
    const turn = Array.from({ length: VISITS_PER_TURN }, (_, at): Visit => {
      return { is_ad: at % EVERY_AD === 0, actions: new Array<Action>(ACTIONS_PER_VISIT).fill('page_view') };
    });
    const put = (action: Action) => {
      for (;;) {
        const actions = turn[Math.floor(random() * turn.length)]?.actions ?? [];
        const place = 1 + Math.floor(random() * (ACTIONS_PER_VISIT - 1));
        if (actions[place] !== 'page_view') continue;
        actions[place] = action;
        return;
      }
    };
    put('purchase');
    for (let made = 0; made < CUSTOM_PER_TURN; made += 1) {
      customs += 1;
      put(customs % EVERY_IDENTIFY === 0 ? 'identify' : 'custom');
    }
    visits.push(...turn);
  }
  return visits;
}
