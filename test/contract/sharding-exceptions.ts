import type { Phase } from './sharding-program.ts';

/** A statement that looks at more than one workspace, and why it may. */
export interface Exception {
  phase: Phase;
  statement: RegExp;
  reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    phase: 'operator',
    statement: /FROM "workspace" t ORDER BY t."created_at" ASC, t."workspace_id" ASC OFFSET 0\) r$/,
    reason: 'the command line’s user works on the first workspace, which nothing else names',
  },
  {
    phase: 'replay',
    statement: /FROM "\w+" t ORDER BY t."workspace_id" ASC[^()]* LIMIT \$1 OFFSET 0\) r$/,
    reason: 'to derive everything again, and to compare it, means to read every workspace',
  },
  {
    phase: 'jobs',
    statement: /^DELETE FROM anchor WHERE \(workspace_id, name\) IN \(/,
    reason: 'anchors that nobody has used for long are forgotten wherever they lie',
  },
  {
    phase: 'jobs',
    statement: /FROM "workspace" t ORDER BY t."workspace_id" ASC LIMIT \$1 OFFSET 0\) r$/,
    reason: 'holds end in every workspace, of which each is then looked at by itself',
  },
];
