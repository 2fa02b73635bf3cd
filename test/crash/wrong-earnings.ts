import type { Look } from './look.ts';

/** Sums of what payouts of some statuses hold of each earning. */
const held = (statuses: string) => `(SELECT i.earning_id, sum(i.amount_minor) AS minor FROM payout_item i
  JOIN payout p ON p.id = i.payout_id WHERE p.status ${statuses} GROUP BY i.earning_id)`;

const LIVE = `NOT IN ('canceled', 'reopened')`;

/** Earnings and payouts that contradict what they came of; by what is wrong, the query for ids of which it is. */
export function wrongEarnings(look: Look): Readonly<Record<string, string>> {
  const owed = look.textIn('c.credit', ['owed_to', 'affiliate_id']);
  const stepped = look.textIn('d.patch', ['status']);
  return {
    'is due something else than its entries say': `SELECT e.id FROM earning e LEFT JOIN
      (SELECT earning_id, sum(amount_minor) AS minor FROM entry GROUP BY earning_id) n ON n.earning_id = e.id
      WHERE e.due_minor <> coalesce(n.minor, 0)`,
    'is gone, and its entries are not balanced': `SELECT earning_id AS id FROM entry
      WHERE earning_id NOT IN (SELECT id FROM earning) GROUP BY earning_id HAVING sum(amount_minor) <> 0`,
    'has an entry without its cause': `SELECT earning_id AS id FROM entry
      WHERE command_id NOT IN (SELECT id FROM command) AND command_id NOT IN (SELECT visitor_id || '/' || name || '/' || id FROM event)`,
    'has a receipt, and was never earned': `SELECT coalesce(other_id, subject_id) AS id FROM receipt
      WHERE kind = 'earned' AND (other_id IS NULL OR
      (other_id NOT IN (SELECT id FROM earning) AND other_id NOT IN (SELECT earning_id FROM entry)))`,
    'is owed and earns nothing': `SELECT c.id FROM conversion c WHERE c.deleted_at IS NULL AND ${owed} IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM earning e WHERE e.conversion_id = c.id AND e.affiliate_id = ${owed})`,
    'is earned by no conversion': 'SELECT id FROM earning WHERE conversion_id NOT IN (SELECT id FROM conversion)',
    'is earned and neither owed nor paid for': `SELECT e.id FROM earning e JOIN conversion c ON c.id = e.conversion_id
      WHERE (c.deleted_at IS NOT NULL OR coalesce(${owed}, '') <> e.affiliate_id)
      AND (e.due_minor <> 0 OR e.id NOT IN (SELECT earning_id FROM payout_item))`,
    'is not lessened by what was given back': `SELECT e.id FROM earning e JOIN conversion c ON c.id = e.conversion_id
      WHERE e.commission_minor > 0 AND (e.due_minor <> e.commission_minor - e.reversed_minor OR
      2 * abs(e.reversed_minor * c.amount_minor - e.commission_minor * c.refunded_minor) > c.amount_minor)`,
    'is under a referral that is not there': `SELECT id FROM earning
      WHERE referral_id IS NOT NULL AND referral_id NOT IN (SELECT id FROM referral)`,
    'is a referral of nothing': `SELECT id FROM referral
      WHERE id NOT IN (SELECT referral_id FROM earning WHERE referral_id IS NOT NULL)`,
    'is a payout of something else than its items': `SELECT p.id FROM payout p LEFT JOIN
      (SELECT payout_id, sum(amount_minor) AS minor, count(*) AS items FROM payout_item GROUP BY payout_id) i
      ON i.payout_id = p.id WHERE p.amount_minor <> coalesce(i.minor, 0) OR p.items <> coalesce(i.items, 0)`,
    'has items, and is no payout':
      'SELECT payout_id AS id FROM payout_item WHERE payout_id NOT IN (SELECT id FROM payout)',
    'pays for what is not theirs': `SELECT i.payout_id AS id FROM payout_item i JOIN payout p ON p.id = i.payout_id
      LEFT JOIN earning e ON e.id = i.earning_id AND e.conversion_id = i.conversion_id
      AND e.affiliate_id = p.affiliate_id WHERE e.id IS NULL`,
    'is not what its last step made it': `SELECT p.id FROM payout p LEFT JOIN edit d ON d.subject_id = p.id
      AND d.sequence = (SELECT max(sequence) FROM edit WHERE subject_id = p.id)
      WHERE p.status <> coalesce(${stepped}, 'draft')`,
    'is held for something else than payouts hold': `SELECT e.id FROM earning e LEFT JOIN ${held(LIVE)} h
      ON h.earning_id = e.id WHERE e.allocated_minor <> coalesce(h.minor, 0)`,
    'is paid something else than payouts paid': `SELECT e.id FROM earning e LEFT JOIN ${held(`= 'paid'`)} h
      ON h.earning_id = e.id WHERE e.paid_minor <> coalesce(h.minor, 0)`,
    // Whoever cancels what takes something back pays what was paid too much again; of all else nothing is paid twice.
    'is paid for more than was ever due': `SELECT e.id FROM earning e JOIN ${held(LIVE)} h ON h.earning_id = e.id
      LEFT JOIN (SELECT earning_id, sum(amount_minor) AS minor FROM entry WHERE amount_minor > 0 GROUP BY earning_id) n
      ON n.earning_id = e.id WHERE h.minor > coalesce(n.minor, 0)
      AND e.id NOT IN (SELECT earning_id FROM payout_item WHERE amount_minor < 0)`,
    'is payable and has nothing to pay, or the other way round': `SELECT id FROM earning WHERE is_payable <>
      CASE WHEN due_minor < allocated_minor OR (status = 'ready' AND due_minor <> allocated_minor) THEN 1 ELSE 0 END`,
  };
}
