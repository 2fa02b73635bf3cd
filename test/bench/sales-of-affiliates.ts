import { randomUUID } from 'node:crypto';
import type { Command, RecordClick, RecordConversion } from '../../packages/collector/dist/domain/command.js';
import { STRICT } from '../../packages/collector/dist/domain/leniency.js';
import { intakeAffiliate } from '../../packages/collector/dist/intake/affiliate.js';
import { intakeClick } from '../../packages/collector/dist/intake/click.js';
import { intakeConversion } from '../../packages/collector/dist/intake/conversion.js';
import { intakeIncentive } from '../../packages/collector/dist/intake/incentive.js';
import { intakeProgram } from '../../packages/collector/dist/intake/program.js';
import { newIncentive } from '../../packages/collector/dist/wire/incentive.js';
import { newProgram } from '../../packages/collector/dist/wire/program.js';

/** A program with affiliates, the clicks on their links and the sales that come of them, as commands of the collector's intake. */

export const WORKSPACE = 'bench';
export const SALES_PER_GROUP = 500;
const AFFILIATES = 100;
const DAY = 86_400_000;

type Link = { id: string; affiliate_id: string; code: string };

export interface Promoted {
  commands: Command[];
  links: Link[];
}

/** A program, three incentives of which one fits, and affiliates. */
export function configured(): Promoted {
  const context = { workspace_id: WORKSPACE, received_at: Date.now() - 10 * DAY };
  const program = intakeProgram(newProgram.parse({ name: 'Partners', currency: 'EUR' }), {
    ...{ ...context, currency: 'EUR' },
  });
  const { id: program_id } = program.program;
  const offers = [
    { name: 'Standard', type: 'percentage', rate: 20 },
    { name: 'Gold', type: 'percentage', rate: 25, group: 'gold' },
    { name: 'Books', type: 'fixed', amount: 5, product_ids: ['book'] },
  ].map((given) =>
    intakeIncentive(newIncentive.parse({ program_id, ...given }), {
      ...{ ...context, program: { id: program_id, currency: 'EUR' } },
    }),
  );
  const affiliates = Array.from({ length: AFFILIATES }, (_, at) =>
    intakeAffiliate({ name: `Affiliate ${at}`, code: `code${at}` }, { ...context, program_id }),
  );
  return {
    commands: [program, ...offers, ...affiliates],
    links: affiliates.map(({ affiliate, link: { id, code } }) => ({ id, code, affiliate_id: affiliate.id })),
  };
}

/** A buyer comes by an affiliate's link, an hour before they buy. */
export function clickOf(buyer: number, { links }: Promoted): RecordClick {
  const now = Date.now();
  const link = links[buyer % links.length] ?? { id: '', affiliate_id: '', code: '' };
  return intakeClick(
    {
      ...{ url: `https://shop.example/?via=${link.code}`, referrer: 'https://blog.example/', visitor_id: randomUUID() },
      occurred_at: now - 3_600_000,
      link: {
        ...{ ...link, workspace_id: WORKSPACE, name: link.code, destination_url: null },
        ...{ created_at: 0, updated_at: 0, deleted_at: null, version: 1 },
      },
    },
    { workspace_id: WORKSPACE, received_at: now, is_bot: false },
  );
}

/** What the shop's server reports of a buyer. */
export function saleOf(buyer: number, { click }: RecordClick): RecordConversion {
  const received_at = Date.now();
  return intakeConversion(
    {
      ...{ name: 'purchase', order_id: `o_${buyer}_${received_at}`, amount: 49.9, currency: 'EUR' },
      ...{ email: `buyer.${buyer}@example.com`, click_id: click.click_id ?? '' },
    },
    {
      ...{ workspace_id: WORKSPACE, received_at, currency: 'EUR', dialect: 'native', leniency: STRICT },
      ...{ identity_secret: '', type: null, source: null, affiliate: null },
    },
  );
}
