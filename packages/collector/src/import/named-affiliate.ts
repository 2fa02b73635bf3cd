import type { AffiliateRow, LinkRow } from '../domain/affiliate.ts';
import { AppError } from '../domain/errors.ts';
import type { ProgramRow } from '../domain/program.ts';
import { AFFILIATE_FIELDS } from './kinds.ts';
import type { GivenRow } from './read-row.ts';

/** An affiliate and whose rules they keep to. */
export interface Member {
  affiliate: AffiliateRow;
  program: ProgramRow | null;
}

/** Finds what rows name. What was deleted is not found. */
export interface Look {
  /** By our id or the caller's. */
  affiliate(id: string): Promise<Member | null>;
  /** Who has an address, in the program that the import is for; in any where it is for none. */
  members(email: string): Promise<AffiliateRow[]>;
  /** Whoever's it is, in this workspace or another; deleted ones, too. */
  link(code: string): Promise<LinkRow | undefined>;
}

/** Whom a row names, by whichever of its fields. Throws `invalid` where there is nobody, or where they name several. */
export async function namedAffiliate(given: GivenRow, workspaceId: string, look: Look): Promise<Member> {
  let found: Member | undefined;
  for (const field of AFFILIATE_FIELDS) {
    const value = given[field];
    if (value === undefined) continue;
    const one = await find(field, String(value), workspaceId, look);
    if (found && found.affiliate.id !== one.affiliate.id) {
      throw fault(
        field,
        `is ${one.affiliate.name}'s, and the row also names ${found.affiliate.name}`,
        'Leave one of them out.',
      );
    }
    found = one;
  }
  if (!found) throw new Error('a row names no affiliate');
  return found;
}

type Field = (typeof AFFILIATE_FIELDS)[number];

async function find(field: Field, value: string, workspaceId: string, look: Look): Promise<Member> {
  const ids =
    field === 'affiliate_id'
      ? [value]
      : field === 'affiliate_email'
        ? (await look.members(value.toLowerCase())).map(({ id }) => id)
        : await byCode(value, workspaceId, look);
  if (ids.length > 1) {
    const several = `is the address of ${ids.length} affiliates`;
    throw fault(field, several, 'Name the program with --program, or use affiliate_id.');
  }
  const [id] = ids;
  const member = id === undefined ? null : await look.affiliate(id);
  if (member) return member;
  const nobody = `there is no affiliate with ${JSON.stringify(value.slice(0, 100))}`;
  throw fault(field, nobody, 'Import the affiliates first, and into the same mode (live or test).');
}

async function byCode(code: string, workspaceId: string, look: Look): Promise<string[]> {
  const link = await look.link(code.toLowerCase());
  return link && link.workspace_id === workspaceId && link.deleted_at === null ? [link.affiliate_id] : [];
}

function fault(field: string, message: string, hint: string): AppError {
  return new AppError('invalid', `${field}: ${message}`, { field, hint });
}
