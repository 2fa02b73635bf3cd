import { look } from '../../commit/look.ts';
import type { Draft } from '../../domain/draft.ts';
import {
  IDENTIFIER_KINDS,
  type Identifier,
  type IdentifierKind,
  type IdentityRow,
  identifierKey,
} from '../../domain/identity.ts';
import { identities } from '../../domain/schema.ts';
import { linksOf } from '../../rules/device.ts';
import { rootOf } from '../../rules/person.ts';
import type { Reader } from '../../store/store.ts';
import { findPerson, type Person, personBehind } from './person.ts';
import { type ShownPerson, showPerson } from './shown-person.ts';

/** Place in the list of people: the last row that was looked at. */
export interface PeopleCursor {
  first_at: number;
  id: string;
}

/** Rows that one page looks at: what is no person's root is passed over. */
const ROWS_AT_MOST = 2_000;
/** Behind every text that begins like another. */
const LAST = '\u{10ffff}';

/** The person that the identity with this id belongs to now. */
export async function readPerson(
  reader: Reader,
  { workspace_id, id }: { workspace_id: string; id: string },
): Promise<ShownPerson | null> {
  const person = await findPerson(reader, workspace_id, id);
  return person && show(reader, person);
}

/** The people that an identifier, as links compare it, names: of a device everyone who used it. */
export async function findPeople(
  reader: Reader,
  { workspace_id, node }: { workspace_id: string; node: Identifier },
): Promise<ShownPerson[]> {
  const { kind, value } = node;
  if ((await reader.find<IdentityRow>(identities, 'key', [workspace_id, kind, value])).length === 0) return [];
  const people = await look(reader, (draft) => peopleNamedBy(draft, workspace_id, node));
  return Promise.all(people.map((person) => show(reader, person)));
}

function peopleNamedBy(draft: Draft, workspaceId: string, node: Identifier): Person[] {
  const users = node.kind === 'visitor' ? linksOf(draft, workspaceId, node.value).map(({ target }) => target) : [];
  return distinct((users.length > 0 ? users : [node]).map((one) => personBehind(draft, workspaceId, one)));
}

function distinct(people: readonly Person[]): Person[] {
  return [...new Map(people.map((person) => [identifierKey(person.root), person])).values()];
}

function show(reader: Reader, person: Person): Promise<ShownPerson> {
  return look(reader, (draft) => showPerson(draft, person));
}

/** People one of whose identifiers begins so, by what can be read of it. */
export async function searchPeople(
  reader: Reader,
  { workspace_id, q, limit }: { workspace_id: string; q: string; limit: number },
): Promise<ShownPerson[]> {
  // A phone number is kept without what people write between its digits, an email in lower case.
  const beginnings = new Set([q, q.toLowerCase(), q.replace(/[\s().\-/]/g, '')].filter((text) => text !== ''));
  const ranges = [...beginnings].flatMap((text) => {
    const bounds = { from: [text], to: [text + LAST], order: 'ascending' as const, limit };
    return [
      ...IDENTIFIER_KINDS.map((kind: IdentifierKind) =>
        reader.range<IdentityRow>(identities, 'key', [workspace_id, kind], bounds),
      ),
      reader.range<IdentityRow>(identities, 'plain', [workspace_id], bounds),
    ];
  });
  const rows = (await Promise.all(ranges)).flat();
  const found = await Promise.all(
    rows.map(({ kind, value }) => look(reader, (draft) => peopleNamedBy(draft, workspace_id, { kind, value }))),
  );
  return Promise.all(
    distinct(found.flat())
      .slice(0, limit)
      .map((person) => show(reader, person)),
  );
}

/** Newest people first, by when their strongest identifier was first named. */
export async function listPeople(
  reader: Reader,
  { workspace_id, limit, after }: { workspace_id: string; limit: number; after: PeopleCursor | null },
): Promise<{ rows: ShownPerson[]; next: PeopleCursor | null }> {
  const roots: IdentityRow[] = [];
  let place = after;
  for (let read = 0; read < ROWS_AT_MOST; ) {
    const rows = await reader.range<IdentityRow>(identities, 'time', [workspace_id], {
      order: 'descending',
      limit: limit + 1,
      after: place ? [place.first_at, place.id] : undefined,
    });
    const areRoots = await Promise.all(rows.map((row) => isRoot(reader, row)));
    for (const [at, row] of rows.entries()) {
      if (areRoots[at] && roots.length === limit) return { rows: await shown(reader, roots), next: place };
      if (areRoots[at]) roots.push(row);
      place = { first_at: row.first_at, id: row.id };
    }
    if (rows.length <= limit) return { rows: await shown(reader, roots), next: null };
    read += rows.length;
  }
  return { rows: await shown(reader, roots), next: place };
}

function shown(reader: Reader, roots: readonly IdentityRow[]): Promise<ShownPerson[]> {
  return Promise.all(
    roots.map(({ workspace_id, kind, value }) =>
      look(reader, (draft) => showPerson(draft, personBehind(draft, workspace_id, { kind, value }))),
    ),
  );
}

async function isRoot(reader: Reader, { workspace_id, kind, value }: IdentityRow): Promise<boolean> {
  if (kind === 'visitor') return false;
  const root = await look(reader, (draft) => rootOf(draft, workspace_id, { kind, value }));
  return root.kind === kind && root.value === value;
}
