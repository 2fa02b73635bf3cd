import type { CommandRow, ErasePerson, Outcome } from '../domain/command.ts';
import type { ClaimRow, ConversionRow, NamingRow } from '../domain/conversion.ts';
import type { Draft } from '../domain/draft.ts';
import { type EdgeRow, type Identifier, type IdentityRow, identifierKey, type MarkRow } from '../domain/identity.ts';
import { claims, commands, conversions, edges, identities, marks, namings } from '../domain/schema.ts';
import { Affected } from './affected.ts';
import { eraseInClick, eraseOnDevice, type OwnDevice, ownDevice } from './erase-device.ts';
import { eraseInAnswers, eraseInCommand, eraseInConversion } from './erase-log.ts';
import { personIdOf } from './identity.ts';
import { membersBelow, personOf, rootOf, sourceOf, targetOf } from './person.ts';
import { type Pseudonyms, pseudonymsOf } from './pseudonyms.ts';
import { EVER } from './retell.ts';
import { settle } from './settle.ts';
import { carryOut } from './stitch.ts';

/**
 * Puts a pseudonym in place of all that names a person, in the log and in the facts alike, so that the rewritten log gives
 * these very facts again. Who is joined to whom, and what earned what, stays: all but the names follows from the same rows.
 */
export function erasePerson(draft: Draft, command: ErasePerson): Outcome {
  const { workspace_id, identifier, pseudonym } = command;
  // Sought, for what is refused is never inserted, and so would not be found to be there already.
  if (draft.find<CommandRow>(commands, 'key', [workspace_id, command.id]).length > 0) return { status: 'duplicate' };
  // Derived again from the log, which has the pseudonym already.
  if (!identifier) return { status: 'recorded' };
  const { kind, value } = identifier;
  if (draft.find<IdentityRow>(identities, 'key', [workspace_id, kind, value]).length === 0) {
    return { status: 'refused', code: 'not_found', message: 'There is no such person (any more).' };
  }

  const pseudonyms = pseudonymsOf(membersOf(draft, workspace_id, identifier), pseudonym);
  const links = linksOf(draft, workspace_id, pseudonyms);
  const visitors = [...new Set(links.filter(isOfDevice).map(({ from_value }) => from_value))].sort();
  const affected = new Affected(draft, workspace_id);
  const devices = visitors.map((visitor) => ownDevice(draft, workspace_id, visitor, pseudonyms));
  // While the links still tell who was where.
  const erased = eraseReports(draft, workspace_id, devices, pseudonyms, affected);

  // Nobody is joined or parted but where two were level and their values told.
  const neighbours = links.map(sourceOf).filter((source) => source.kind !== 'visitor' && !pseudonyms.names(source));
  let members = pseudonyms.members;
  const moving = () => [...members, ...neighbours.flatMap((one) => membersBelow(draft, workspace_id, one))];
  const make = () => {
    renameLinks(draft, workspace_id, links, pseudonyms);
    for (const visitor of visitors) renameMarks(draft, workspace_id, visitor, pseudonyms);
    members = members.map(pseudonyms.of);
  };
  affected.byStitch(
    carryOut(draft, workspace_id, [{ moving, devices: visitors.map((visitor) => [visitor, EVER] as const), make }]),
  );
  settle(draft, command, affected);
  // That somebody was erased is kept, and not who it was.
  const logged = { ...command, identifier: null };
  return { status: 'recorded', erased: { identifiers: pseudonyms.members.length, ...erased }, logged };
}

/** All that names the person but devices; what stands for them comes first. */
function membersOf(draft: Draft, workspaceId: string, identifier: Identifier): Identifier[] {
  const root = identifierKey(rootOf(draft, workspaceId, identifier));
  const nameOf = (one: Identifier) => (identifierKey(one) === root ? '' : identifierKey(one));
  return personOf(draft, workspaceId, identifier).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Every link from or to one of the members, believed or not. */
function linksOf(draft: Draft, workspaceId: string, { members }: Pseudonyms): EdgeRow[] {
  const at = ({ kind, value }: Identifier) => [workspaceId, kind, value];
  const found = members.flatMap((member) => [
    ...draft.find<EdgeRow>(edges, 'key', at(member)),
    ...draft.find<EdgeRow>(edges, 'to', at(member)),
  ]);
  return [...new Set(found)];
}

const isOfDevice = (edge: EdgeRow) => edge.from_kind === 'visitor';

/** Whatever was reported of the person, by browsers and servers; tells how much that was. */
function eraseReports(
  draft: Draft,
  workspaceId: string,
  devices: readonly OwnDevice[],
  pseudonyms: Pseudonyms,
  affected: Affected,
): { events: number; conversions: number } {
  const answered = { conversions: new Set<ConversionRow>(), claims: new Set<ClaimRow>() };
  const theirs = new Set<ConversionRow>();
  const clicks = new Set<string>();
  const named = new Set(
    pseudonyms.members.flatMap(({ kind, value }) =>
      draft.find<NamingRow>(namings, 'key', [workspaceId, kind, value]).map((naming) => naming.conversion_id),
    ),
  );
  const lost: string[] = [];
  for (const id of named) {
    const conversion = draft.get<ConversionRow>(conversions, [workspaceId, id]);
    if (conversion) theirs.add(conversion);
    else if (!eraseInCommand(draft, workspaceId, id, pseudonyms)) lost.push(id);
  }
  let events = 0;
  for (const device of devices) {
    const place = [workspaceId, device.visitor_id];
    for (const conversion of draft.find<ConversionRow>(conversions, 'visitor', place)) {
      answered.conversions.add(conversion);
      const namesNobody = conversion.identifiers.every(({ kind }) => kind === 'visitor');
      if (namesNobody && device.isThere(conversion.occurred_at)) theirs.add(conversion);
    }
    for (const claim of draft.find<ClaimRow>(claims, 'visitor', place)) answered.claims.add(claim);
    const erased = eraseOnDevice(draft, workspaceId, device, pseudonyms, affected);
    for (const id of erased.clickIds) clicks.add(id);
    events += erased.events;
  }
  for (const conversion of theirs) {
    answered.conversions.add(conversion);
    if (conversion.click_id !== null) clicks.add(conversion.click_id);
    if (!eraseInConversion(draft, conversion, pseudonyms)) lost.push(conversion.id);
  }
  for (const id of clicks) eraseInClick(draft, workspaceId, id, pseudonyms);
  eraseInAnswers(draft, answered, pseudonyms);
  if (lost.length > 0) throw new Error(`the log does not hold what ${lost.join(', ')} came from`);
  return { events, conversions: theirs.size };
}

function renameLinks(draft: Draft, workspaceId: string, links: readonly EdgeRow[], pseudonyms: Pseudonyms): void {
  for (const edge of links) {
    const [from, to] = [pseudonyms.of(sourceOf(edge)), pseudonyms.of(targetOf(edge))];
    const ends = { from_kind: from.kind, from_value: from.value, to_kind: to.kind, to_value: to.value };
    draft.remove<EdgeRow>(edges, edge);
    draft.insert<EdgeRow>(edges, { ...edge, ...ends, version: 1 });
  }
  for (const member of pseudonyms.members) {
    const place = [workspaceId, member.kind, member.value];
    const other = pseudonyms.of(member);
    for (const identity of draft.find<IdentityRow>(identities, 'key', place)) {
      const { alias_of } = identity;
      draft.remove<IdentityRow>(identities, identity);
      draft.insert<IdentityRow>(identities, {
        ...identity,
        ...other,
        id: personIdOf(workspaceId, other),
        plain: null,
        alias_of: alias_of && pseudonyms.of({ kind: 'user', value: alias_of }).value,
        version: 1,
      });
    }
    for (const naming of draft.find<NamingRow>(namings, 'key', place)) {
      draft.remove<NamingRow>(namings, naming);
      draft.insert<NamingRow>(namings, { ...naming, ...other });
    }
  }
}

function renameMarks(draft: Draft, workspaceId: string, visitor: string, pseudonyms: Pseudonyms): void {
  for (const mark of draft.find<MarkRow>(marks, 'key', [workspaceId, visitor])) {
    const { kind, value } = mark;
    if (kind === 'reset' || !pseudonyms.names({ kind, value })) continue;
    draft.remove<MarkRow>(marks, mark);
    draft.insert<MarkRow>(marks, { ...mark, ...pseudonyms.of({ kind, value }) });
  }
}
