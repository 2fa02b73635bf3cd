import { isHostAmong } from '../../auth/origin.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProgramRow } from '../../domain/program.ts';

/** Throws `invalid` that names the host where links of the program may not lead to it. */
export function checkDestination(program: ProgramRow | null, url: string | null | undefined): void {
  const host = foreignHost(program, url);
  if (program === null || host === undefined) return;
  throw new AppError('invalid', `destination_url: links of this program may not lead to ${host}`, {
    field: 'destination_url',
    hint: `Choose a page on ${program.allowed_hosts.join(' or ')}, or add ${host} to the program's allowed_hosts.`,
  });
}

/** The host of a destination that the program does not allow; of one that names no hosts all are allowed. */
export function foreignHost(program: ProgramRow | null, url: string | null | undefined): string | undefined {
  if (program === null || !url || program.allowed_hosts.length === 0) return undefined;
  const host = new URL(url).hostname;
  return isHostAmong(program.allowed_hosts, host) ? undefined : host;
}
