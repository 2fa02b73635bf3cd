import { createHash } from 'node:crypto';
import type { Command, RecordConversion } from '../../packages/collector/src/domain/command.ts';
import type { DedupeRow } from '../../packages/collector/src/domain/conversion.ts';
import { changesOf } from './expected-edits.ts';

/** Who owns which key, as plainly as it can be said: from what was accepted, all of it at once. */

type Owners = Map<string, DedupeRow[]>;

const known = new WeakMap<readonly DedupeRow[], Owners>();

/** Who has a key or had it, in order of id. */
export function ownersOf(dedupes: readonly DedupeRow[], scope: string, value: string | null): DedupeRow[] {
  if (value === null) return [];
  let owners = known.get(dedupes);
  if (!owners) {
    const inOrder = dedupes.toSorted((a, b) => (a.fact_id < b.fact_id ? -1 : 1));
    owners = Map.groupBy(inOrder, ({ scope: one, key_hash }) => `${one} ${key_hash}`);
    known.set(dedupes, owners);
  }
  return owners.get(`${scope} ${hashOf(value)}`) ?? [];
}

/** Of each key of a server's, its owner and whether that gave it away, as lines. */
export function expectedOwners(accepted: readonly Command[]): string[] {
  const lines = accepted.flatMap((command) => {
    switch (command.kind) {
      case 'record_conversion':
        return ownedBy(accepted, command.conversion.id, command.conversion, conversionKeys(command), true);
      case 'record_adjustment': {
        const { id, dialect, external_ref } = command.adjustment;
        return ownedBy(accepted, id, { external_ref }, (now) => [[`${dialect}:refund`, now.external_ref]], true);
      }
      case 'create_conversion_type':
      case 'create_source': {
        const [what, row] =
          command.kind === 'create_source'
            ? (['source', command.source] as const)
            : (['conversion_type', command.conversion_type] as const);
        return ownedBy(accepted, row.id, row, (now) => [[`external:${what}`, now.external_id]], false);
      }
      case 'create_contact': {
        const { contact } = command;
        const { kind } = contact;
        return ownedBy(
          accepted,
          contact.id,
          contact,
          (now) => [
            [`external:${kind}`, now.external_id],
            [`email:${kind}`, now.email_node],
          ],
          false,
        );
      }
      default:
        return [];
    }
  });
  return lines.sort();
}

export function ownerLine({ scope, key_hash, fact_id, is_released }: DedupeRow): string {
  return [scope, key_hash, fact_id, is_released ? 'gave it away' : 'has it'].join(' ');
}

/** A browser's key holds the browser. */
export function isServers({ scope }: DedupeRow): boolean {
  return !scope.includes('@');
}

/** Keys that tell no two facts apart. */
export function isShared({ scope }: DedupeRow): boolean {
  return scope.startsWith('reference:') || scope.startsWith('sameness:');
}

type Key = readonly [scope: string, value: string | null];

/** Who repeats itself does so at once: what was sent is known by its time, too. */
const PERIOD = 5 * 60_000;

function conversionKeys({ conversion, sameness, recorded_at }: RecordConversion) {
  const { name, dialect, order_id, event_id, external_id } = conversion;
  const tries = sameness ? ['sameness:conversion', ...(sameness.is_retry ? ['sameness:retry'] : [])] : [];
  return ({ external_ref }: { external_ref: string | null }): Key[] => [
    [`order:${name}`, order_id],
    [`event:${name}`, event_id],
    [`${dialect}:conversion`, external_ref],
    [`reference:${name}`, external_ref],
    ['external:conversion', external_id],
    ...tries.map((scope): Key => [`${scope}:${Math.floor(recorded_at / PERIOD)}`, sameness?.hash ?? null]),
  ];
}

/** Keys that a thing ever had. It keeps those that it has now, unless it was deleted and gives them away. */
function ownedBy<Row extends object>(
  accepted: readonly Command[],
  id: string,
  row: Row,
  keysOf: (row: Row) => readonly Key[],
  keepsWhenDeleted: boolean,
): string[] {
  const changes = changesOf(accepted, id);
  const end = changes.find(({ is_delete }) => is_delete);
  const isGiven = end !== undefined && (end.releases_keys || !keepsWhenDeleted);
  const states: Row[] = [row];
  for (const { patch } of changes) states.push({ ...(states.at(-1) as Row), ...patch });
  const keyed = states.map((state) => keysOf(state).filter(([, value]) => value !== null));
  const name = ([scope, value]: Key) => `${scope} ${hashOf(value ?? '')}`;
  const now = new Set(keyed.at(-1)?.map(name));
  return [...new Set(keyed.flat().map(name))].map((key) => {
    const isKept = key.startsWith('sameness:') || (now.has(key) && !isGiven);
    return [key, id, isKept ? 'has it' : 'gave it away'].join(' ');
  });
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
