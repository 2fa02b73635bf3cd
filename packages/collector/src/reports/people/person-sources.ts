import { look } from '../../commit/look.ts';
import type { ConversionRow, NamingRow } from '../../domain/conversion.ts';
import { type EdgeRow, type Identifier, identifierKey, nodeOf } from '../../domain/identity.ts';
import { conversions, namings } from '../../domain/schema.ts';
import { meets } from '../../rules/device.ts';
import { sourceOf, targetOf } from '../../rules/person.ts';
import { reachOf } from '../../rules/reach.ts';
import type { Bounds, Reader } from '../../store/store.ts';
import { named } from '../why/naming.ts';
import { newestOf } from './device-sources.ts';
import { edgeIdOf } from './edges.ts';
import type { Source, Told } from './entry.ts';
import type { Person } from './person.ts';

/** Reads that one page may take where most sales of a device are others'. */
const READS_AT_MOST = 10;

/** Sales that name a person by one of their identifiers. */
export function namedSaleSource(reader: Reader, person: Person, member: Identifier): Source {
  const { workspace_id } = person;
  const read = (bounds: Bounds) =>
    reader.range<NamingRow>(namings, 'key', [workspace_id, member.kind, member.value], bounds);
  return saleSource(reader, person, {
    name: `sale of ${identifierKey(member)}`,
    read,
    idOf: ({ conversion_id }) => conversion_id,
  });
}

/** Sales on a device that name nobody of the person's identifiers. */
export function deviceSaleSource(reader: Reader, person: Person, visitorId: string): Source {
  const { workspace_id } = person;
  const read = (bounds: Bounds) =>
    reader.range<ConversionRow>(conversions, 'visitor', [workspace_id, visitorId], bounds);
  return saleSource(reader, person, { name: `sale on ${visitorId}`, read, idOf: ({ id }) => id });
}

interface Sales<Row> {
  name: string;
  read: (bounds: Bounds) => Promise<Row[]>;
  idOf: (row: Row) => string;
}

function saleSource<Row extends { occurred_at: number }>(
  reader: Reader,
  person: Person,
  { name, read, idOf }: Sales<Row>,
): Source {
  const { workspace_id } = person;
  const placeOf = (row: Row) => ({ at: row.occurred_at, source: name, ids: [idOf(row)] });

  async function tell(row: Row): Promise<Told | undefined> {
    const [sale] = await reader.find<ConversionRow>(conversions, 'key', [workspace_id, idOf(row)]);
    if (!sale || sale.deleted_at !== null || tellerOf(person, sale) !== name || !(await isTheirs(reader, person, sale)))
      return undefined;
    const { occurred_at, visitor_id } = sale;
    return { place: placeOf(row), entries: [{ kind: 'sale', sale, occurred_at, visitor_id }] };
  }

  return {
    name,
    width: 1,
    newest: newestOf(read),
    async read(start, limit) {
      const told: Told[] = [];
      let bounds = start;
      let last: Row | undefined;
      for (let reads = 0; reads < READS_AT_MOST; reads += 1) {
        const rows = await read({ ...bounds, order: 'descending', limit: limit + 1 });
        told.push(...(await Promise.all(rows.map(tell))).filter((one) => one !== undefined));
        last = rows.at(-1) ?? last;
        if (told.length > limit || rows.length <= limit || !last) return told;
        bounds = { after: [last.occurred_at, idOf(last)] };
      }
      return last ? [...told, { place: placeOf(last), entries: [] }] : told;
    },
  };
}

/** Of the sources that have a sale, the one that tells it, so that it is told once. */
function tellerOf({ members }: Person, sale: ConversionRow): string {
  const own = new Set(members.map(identifierKey));
  const [first] = sale.identifiers.map((one) => identifierKey(nodeOf(one))).filter((key) => own.has(key));
  return first === undefined ? `sale on ${sale.visitor_id}` : `sale of ${first}`;
}

async function isTheirs(reader: Reader, { root }: Person, sale: ConversionRow): Promise<boolean> {
  const { roots } = await look(reader, (draft) => ({ roots: reachOf(draft, sale).roots }));
  return root.kind === 'visitor' ? roots.length === 0 : meets(roots, [root]);
}

/** When servers first said that two of a person's identifiers belong together. */
export function linkSource(reader: Reader, person: Person, edges: readonly EdgeRow[]): Source {
  const { workspace_id, members } = person;
  const name = 'link';
  const own = new Set(members.map(identifierKey));
  const links = edges
    .filter((edge) => edge.trusted && !edge.is_removed && own.has(identifierKey(targetOf(edge))))
    .map((edge) => ({ edge, id: edgeIdOf(workspace_id, sourceOf(edge), targetOf(edge)) }))
    .sort((a, b) => b.edge.occurred_at - a.edge.occurred_at || (a.id < b.id ? 1 : -1));

  const read = ({ to, after }: Pick<Bounds, 'to' | 'after'>) =>
    links.filter(({ edge: { occurred_at }, id }) => {
      if (to) return occurred_at <= Number(to[0]);
      if (!after) return true;
      const [at, last] = [Number(after[0]), String(after[1])];
      return occurred_at < at || (occurred_at === at && id < last);
    });
  return {
    name,
    width: 1,
    newest: async (start) => read(start)[0]?.edge.occurred_at,
    read: async (start, limit) =>
      Promise.all(
        read(start)
          .slice(0, limit + 1)
          .map(async ({ edge, id }): Promise<Told> => {
            const [from, to] = await look(reader, (draft) => [
              named(draft, workspace_id, sourceOf(edge)),
              named(draft, workspace_id, targetOf(edge)),
            ]);
            if (!from || !to) throw new Error('a link has two ends');
            const { occurred_at } = edge;
            const visitor_id = from.kind === 'visitor' ? from.value : null;
            return {
              place: { at: occurred_at, source: name, ids: [id] },
              entries: [{ kind: 'link', id, from, to, occurred_at, visitor_id }],
            };
          }),
      ),
  };
}
