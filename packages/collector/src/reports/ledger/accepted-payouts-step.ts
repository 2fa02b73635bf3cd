import type { CommandRow, CreatePayout } from '../../domain/command.ts';
import { commands } from '../../domain/schema.ts';
import { checkAcceptedPayout } from './check-payout.ts';
import type { Complaint } from './ledger-fault.ts';
import { pagesOf } from './pages.ts';
import { byId, type Step, type Walk } from './step.ts';

/** Every payout as the log says that it was accepted. `onPayout` hears of its id. */
export function acceptedPayoutsStep(walk: Walk, onPayout: (id: string) => void): Step<CreatePayout> {
  return {
    subject: 'payout',
    pages: payoutsIn(walk, onPayout),
    idOf: ({ payout }) => payout.id,
    begin: () => (command) => checkAcceptedPayout(walk.reader, command),
    again: async (command) => command,
  };
}

/** Commands by which payouts were made. Of the others no more is read than what they are. */
async function* payoutsIn(walk: Walk, onPayout: (id: string) => void): AsyncGenerator<CreatePayout[]> {
  const { reader, workspace_id } = walk;
  for await (const page of pagesOf<CommandRow>(walk, commands, ['id', 'kind'])) {
    const made = page.filter(({ kind }) => kind === 'create_payout');
    const rows = await Promise.all(made.map(({ id }) => reader.find<CommandRow>(commands, 'key', [workspace_id, id])));
    const accepted = rows.flat().flatMap(({ body }) => (body.kind === 'create_payout' ? [body] : []));
    for (const { payout } of accepted) onPayout(payout.id);
    yield accepted;
  }
}

/** Payouts that are there and that the log did not name. */
export function unacceptedPayoutsStep(ids: readonly string[]): Step<string> {
  const says = 'is there, and the log does not say that it was ever accepted';
  const look = async (): Promise<Complaint[]> => [{ check: 'accepted_payouts', says }];
  return { subject: 'payout', pages: onePage(ids), ...byId(look) };
}

async function* onePage<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}
