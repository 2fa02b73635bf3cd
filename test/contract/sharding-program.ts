import fc from 'fast-check';
import { createKeyring } from '../../packages/collector/src/auth/keyring.ts';
import { commitGroup } from '../../packages/collector/src/commit/group.ts';
import { digestFacts, readLog } from '../../packages/collector/src/commit/replay.ts';
import { readConfig } from '../../packages/collector/src/config.ts';
import type { Command } from '../../packages/collector/src/domain/command.ts';
import { type Engine, openEngine } from '../../packages/collector/src/engine.ts';
import { findLink } from '../../packages/collector/src/http/links.ts';
import { openOperator } from '../../packages/collector/src/operator.ts';
import type { AskReport, ReportArguments, ReportName } from '../../packages/collector/src/reports/reports.ts';
import { matureEarnings } from '../../packages/collector/src/schedule/mature-earnings.ts';
import { openPostgresStore } from '../../packages/collector/src/store/postgres/postgres-store.ts';
import { history } from './histories.ts';
import { commandsOf } from './history-commands.ts';
import { grouped, randomFrom, shuffled } from './history-run.ts';
import { rewardQuestions } from './reward-questions.ts';

export type Phase = 'start' | 'operator' | 'traffic' | 'look-ups' | 'reports' | 'replay' | 'jobs';

const SEED = 20_261_121;
const HISTORIES = 4;

/** Has the program do, on an empty database, everything that it does with one. Says in which phase it is. */
export async function runProgram(url: string, enter: (phase: Phase) => void): Promise<void> {
  enter('start');
  const config = readConfig({ CLICKSTITCH_DATABASE_URL: url });
  const open = () =>
    openEngine(config.database, (error) => {
      throw error;
    });
  const engines = [await open(), await open()] as const;
  const [{ reader, announcements, ask }] = engines;
  enter('operator');
  const operator = await openOperator(config);
  try {
    const made = await operator.init({ name: 'Shop', currency: 'EUR' });
    await operator.init({ name: 'Shop', currency: 'EUR' });
    const created = await operator.createKey({
      kind: 'publishable',
      is_test: true,
      name: 'k',
      origins: ['shop.test'],
      dialect: 'native',
      account: null,
      expires_at: null,
    });

    enter('traffic');
    const groups = someGroups();
    await Promise.all([made.workspace_id, 'other'].map((id) => commitBeside(engines, id, groups)));
    await commitApart(engines[0], groups.flat());

    enter('look-ups');
    const keyring = createKeyring({ reader, now: Date.now, announcements });
    for (const key of [made.test_publishable_key, made.secret_key, created.key]) {
      if (!(await keyring.identify(key ?? ''))) throw new Error('a key is not known');
    }
    if (!(await findLink(reader, 'amy'))) throw new Error('a link is not known');

    enter('operator');
    await operator.revokeKey(created.id);
    await operator.listKeys();
    await operator.importRates('Date,USD\n2026-01-05,1.1\n', { is_test: false }, { begin() {}, row() {} });

    enter('reports');
    await askEverything(ask, made.workspace_id);

    enter('traffic');
    await eraseSomeone(engines[0], url, made.workspace_id);

    enter('replay');
    for await (const _ of readLog(reader));
    await digestFacts(reader);

    enter('jobs');
    await doJobs(engines[0]);
  } finally {
    await Promise.all([operator, ...engines].map((each) => each.close()));
  }
}

/** What happens at a shop. */
function someGroups(): Command[][] {
  const random = randomFrom(SEED);
  const histories = fc.sample(history, { numRuns: HISTORIES, seed: SEED });
  return histories.flatMap((steps, salt) => grouped(shuffled(commandsOf(steps, salt), random), random));
}

/** Nobody takes NUL in a text, so a group with it is committed command by command. */
async function commitApart(engine: Engine, commands: readonly Command[]): Promise<void> {
  const sale = commands.find((command) => command.kind === 'record_conversion');
  if (!sale) throw new Error('the histories hold no sale');
  const unwritable = { ...sale.conversion, id: 'unwritable', event_id: null, order_id: '\0' };
  const outcomes = await engine.commit([{ ...sale, id: 'unwritable', conversion: unwritable }, sale]);
  if (outcomes[0]?.status !== 'failed') throw new Error('NUL was written');
}

/** Both take every group, so that they come between each other. */
async function commitBeside(engines: readonly Engine[], workspace: string, groups: readonly Command[][]) {
  for (const group of groups) {
    const commands = group.map((command) => within(workspace, command));
    await Promise.all(engines.map((engine) => engine.commit(commands)));
  }
}

/** The same in another workspace, where a key is another. */
function within(workspace_id: string, command: Command): Command {
  if (command.kind !== 'create_key') return { ...command, workspace_id };
  return { ...command, workspace_id, key: { ...command.key, hash: `${command.key.hash}@${workspace_id}` } };
}

/** Has a person forgotten of whom everything is known that there is: the one whom most is said of. */
async function eraseSomeone({ ask }: Engine, url: string, workspace_id: string): Promise<void> {
  const people = (await ask('list_people', { workspace_id, limit: 500, after: null })).rows;
  const [most] = people.toSorted((a, b) => b.devices.length - a.devices.length);
  if (!most) throw new Error('nobody is named');
  const { kind, value } = most.root;
  const erasure = { id: 'erasure', recorded_at: 1, identifier: { kind, value }, pseudonym: 'erased_1' };
  // In this thread, where what is sent is heard.
  const store = await openPostgresStore({ url });
  const [outcome] = await commitGroup(store, [{ kind: 'erase_person', workspace_id, ...erasure }]);
  await store.close();
  if (outcome?.status !== 'recorded' || !outcome.erased?.events) throw new Error('nobody was erased');
}

/** Does each job once as if for the first time and once as if its last note were old. */
async function doJobs({ jobs: jobsOf, reader, commit }: Engine): Promise<void> {
  await matureEarnings(reader, async (command) => (await commit([command]))[0], Date.now());
  const { jobs, claims } = jobsOf(0) ?? { jobs: [], claims: undefined };
  for (const { name, run } of jobs) {
    await claims?.claim(name, 1_000);
    const note = await run(null);
    await run(JSON.stringify({ ...JSON.parse(note ?? '{}'), at: 0 }));
    await claims?.done(name, 0, note);
  }
}

/** Asks every report, for whatever a page of it may be continued by. */
async function askEverything(ask: AskReport, workspace_id: string): Promise<void> {
  const list: ReportArguments<'list_conversions'> = {
    ...{ workspace_id, filters: {}, named: [], search: null, from: null, to: null, status: 'all' },
    ...{ sort: 'occurred_at', order: 'descending', limit: 2, offset: 0, after: null },
  };
  const first = await ask('list_conversions', list);
  const shown = (await ask('list_conversions', { ...list, limit: 500, after: first.next })).rows;
  const everyone = { workspace_id, limit: 1, after: null, status: null, program_id: null };
  const affiliates = await ask('list_affiliates', everyone);
  const ids = shown.map(({ row }) => row.id);
  const noRates = { workspace_id, base: null, quote: null, date: null, after: null };
  const ofNothing = { workspace_id, program_id: 'of nothing' };
  const newest = await ask('list_people', { workspace_id, limit: 2, after: null });
  const people = (await ask('list_people', { workspace_id, limit: 500, after: newest.next })).rows;
  const named = people.map(({ id }) => ({ workspace_id, id }));
  const questions: { [Name in ReportName]: ReportArguments<Name>[] } = {
    list_conversions: [
      { ...list, filters: { name: 'purchase', type_id: 'of nothing', source_id: 'of nothing' }, from: 0, to: 1 },
      { ...list, filters: { name: 'purchase', order_id: 'o' }, status: 'unverified', limit: 1, offset: 1 },
      { ...list, sort: 'amount_minor', limit: 1, offset: 1 },
      { ...list, sort: 'recorded_at', search: 'a', named: [{ kind: 'user', value: 'u' }] },
    ],
    list_receipts: [
      { workspace_id, subject_id: null, limit: 1, after: null },
      { workspace_id, subject_id: ids[0] ?? '', limit: 1, after: null },
    ],
    list_affiliates: [
      { ...everyone, after: affiliates.next },
      { ...everyone, status: 'approved' },
      { ...everyone, status: 'approved', program_id: 'of nothing' },
    ],
    list_coupons: [null, 'of nothing'].map((affiliate_id) => ({ workspace_id, limit: 1, after: null, affiliate_id })),
    list_links: [null, 'of nothing'].map((affiliate_id) => ({ workspace_id, limit: 1, after: null, affiliate_id })),
    read_affiliate: affiliates.rows.map(({ affiliate: { id } }) => ({ workspace_id, id })),
    ...portalQuestions(affiliates.rows.map(({ affiliate: { id } }) => ({ workspace_id, affiliate_id: id }))),
    ...earningQuestions(
      workspace_id,
      affiliates.rows.map(({ affiliate: { id } }) => id),
      ids,
    ),
    ...rewardQuestions(workspace_id, affiliates.rows[0]?.affiliate.id, ids[0]),
    read_coupon: [{ workspace_id, id: 'of nothing' }],
    read_link: [{ workspace_id, id: 'of nothing' }],
    choose_program: [null, 'of nothing'].map((id) => ({ workspace_id, id })),
    find_applicants: [{ workspace_id, program_id: 'of nothing', email: 'of@nothing' }],
    known_rates: [{ workspace_id, spans: [{ base: 'EUR', quote: 'USD', from: '2026-01-01', to: '2026-02-01' }] }],
    list_exchange_rates: [
      { ...noRates, limit: 1 },
      { ...noRates, limit: 1, date: '2026-01-01' },
      { ...noRates, limit: 1, base: 'EUR', quote: 'USD' },
    ],
    list_due: [
      { ...ofNothing, limit: 1, after: null, asked: null },
      { ...ofNothing, limit: 1, after: null, asked: { place: 'p', key_hash: 'k' } },
    ],
    list_payouts: [null, 'of nothing'].flatMap((affiliate_id) =>
      ([null, 'draft'] as const).map((status) => ({ workspace_id, affiliate_id, status, limit: 1, after: null })),
    ),
    list_payout_items: [{ workspace_id, payout_id: 'of nothing', limit: 1, after: null }],
    read_payout: [{ workspace_id, id: 'of nothing' }],
    list_connections: [{ workspace_id, limit: 1, after: null }],
    list_contacts: [
      { workspace_id, kind: null, limit: 1, after: null },
      { workspace_id, kind: 'lead', limit: 1, after: null },
    ],
    list_conversion_types: [{ workspace_id, limit: 1, after: null }],
    list_incentives: [null, 'of nothing'].map((program_id) => ({ workspace_id, program_id, limit: 1, after: null })),
    list_programs: [{ workspace_id, limit: 1, after: null }],
    list_sources: [{ workspace_id, limit: 1, after: null }],
    page_sources: [{ workspace_id, limit: 1, offset: 1 }],
    list_refunds: ids.slice(0, 2).map((id) => ({ workspace_id, conversion_id: id })),
    read_attached: [{ workspace_id, type_ids: ['of nothing'], source_ids: ['of nothing'] }],
    read_connected: [{ workspace_id, id: 'of nothing' }],
    read_connection: [{ workspace_id, id: 'of nothing' }],
    read_contact: [{ workspace_id, id: 'of nothing' }],
    read_conversion_type: [{ workspace_id, id: 'of nothing' }],
    read_incentive: [{ workspace_id, id: 'of nothing' }],
    read_program: [{ workspace_id, id: 'of nothing' }],
    read_source: [{ workspace_id, id: 'of nothing' }],
    read_tag_settings: [{ workspace_id }],
    read_order: [{ workspace_id, name: 'purchase', order_id: 'of nothing' }],
    read_conversion: ids.map((id) => ({ workspace_id, id })),
    read_account: ids.map((id) => ({ workspace_id, id })),
    list_people: [],
    find_people: people.flatMap(({ identifiers }) => identifiers.map((node) => ({ workspace_id, node }))),
    search_people: [{ workspace_id, q: 'a', limit: 5 }],
    read_person: named,
    read_edges: named,
    read_timeline: named.map((one) => ({ ...one, limit: 5, after: null })),
    read_sessions: named.map((one) => ({ ...one, limit: 5, after: null })),
    explain_sale: [...ids.slice(0, 12), 'of nothing'].map((id) => ({ workspace_id, id })),
  };
  for (const [name, asked] of Object.entries(questions) as [ReportName, ReportArguments<ReportName>[]][]) {
    for (const question of asked) await ask(name, question as never);
  }
}

/** What is owed, to whom, and why: by each index that leads to it. */
function earningQuestions(workspace_id: string, affiliateIds: readonly string[], conversionIds: readonly string[]) {
  const [affiliate_id = 'of nothing'] = affiliateIds;
  const [conversion_id = 'of nothing'] = conversionIds;
  const all = { workspace_id, affiliate_id: null, program_id: null, conversion_id: null, status: null };
  const page = { limit: 1, after: null };
  return {
    list_earnings: [
      { ...all, ...page },
      { ...all, ...page, program_id: 'of nothing' },
      { ...all, ...page, status: 'none' as const },
      { ...all, ...page, affiliate_id },
      { ...all, ...page, affiliate_id, status: 'none' as const },
      { ...all, ...page, conversion_id },
    ],
    list_reviews: [{ workspace_id, ...page }],
    read_earning: [{ workspace_id, id: 'of nothing' }],
    read_balance: [{ workspace_id, affiliate_id }],
    list_referrals: [null, affiliate_id].map((id) => ({ workspace_id, ...page, affiliate_id: id })),
    read_referral: [{ workspace_id, id: 'of nothing' }],
    resolve_referral: ['of nothing', 'clk_0', `ref_${'0'.repeat(32)}`].map((name) => ({ workspace_id, name })),
    read_reward: [{ workspace_id, conversion_id }],
  };
}

/** What an affiliate's portal asks. */
function portalQuestions(whose: { workspace_id: string; affiliate_id: string }[]) {
  const page = { limit: 1, after: null, now: 1_800_000_000_000 };
  return {
    read_portal_summary: whose.map((one) => ({ ...one, now: page.now })),
    list_portal_clicks: whose.map((one) => ({ ...one, ...page })),
    list_portal_links: whose.map((one) => ({ ...one, ...page })),
    list_portal_payouts: whose.map((one) => ({ ...one, ...page })),
    list_portal_earnings: whose.flatMap((one) => [null, 'sale' as const].map((kind) => ({ ...one, ...page, kind }))),
  };
}
