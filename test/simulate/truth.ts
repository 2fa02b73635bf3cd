/** Who really did what; no rule gets to see it. */
export interface Person {
  name: string;
  user_id: string;
  email: string;
  phone: string | undefined;
  customer_id: string | undefined;
}

export interface TrueTouch {
  /** As the collector names it. */
  id: string;
  person: Person;
  visitor_id: string;
  at: number;
}

export interface TrueSale {
  order: string;
  person: Person;
  at: number;
  /** What the server said of the buyer, who is known by it. */
  stated: readonly StatedKind[];
}

export interface TrueSignIn {
  person: Person;
  visitor_id: string;
  at: number;
}

/** What a server may say of a buyer. */
export const STATED_KINDS = ['user', 'customer', 'email', 'phone'] as const;

export type StatedKind = (typeof STATED_KINDS)[number];

export interface Truth {
  touches: TrueTouch[];
  sales: TrueSale[];
  /** Of people as themselves: who opens another's account has not signed in. */
  sign_ins: TrueSignIn[];
  /** What the server ever said of a person. */
  stated: Map<Person, Set<StatedKind>>;
  /** People who were ever at a browser, by its visitor id. */
  users_of: Map<string, Set<Person>>;
}

export function createTruth(): Truth {
  return { touches: [], sales: [], sign_ins: [], stated: new Map(), users_of: new Map() };
}

/** A person's value of a kind; `undefined` where they have none. */
export function valueFor(person: Person, kind: StatedKind): string | undefined {
  return { user: person.user_id, customer: person.customer_id, email: person.email, phone: person.phone }[kind];
}

/**
 * People at a browser that others use, too, who never said there who they are: nothing that can be known tells their
 * touches from the others'.
 */
export function strangersTo(truth: Truth): (touch: TrueTouch) => boolean {
  const known = new Set(truth.sign_ins.map(({ person, visitor_id }) => `${visitor_id} ${person.name}`));
  return ({ visitor_id, person }) =>
    (truth.users_of.get(visitor_id)?.size ?? 0) > 1 && !known.has(`${visitor_id} ${person.name}`);
}
