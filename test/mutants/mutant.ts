/** A fault that is planted in a copy of the collector: one text in one file, put in place of another. */
export interface Mutant {
  name: string;
  /** Below `packages/collector/src`. */
  file: string;
  /** Must be there exactly once. */
  text: string;
  fault: string;
  /** It is about what is earned, which other histories are about. */
  isOfEarnings?: true;
}

/** Faults that each change what facts follow from a history, and look harmless. */
export const mutants: readonly Mutant[] = [
  {
    name: 'an edge that is dropped: a customer is not linked to the user it is named with',
    file: 'rules/stitch.ts',
    text: 'if (known && known.occurred_at <= statement.occurred_at) return [];',
    fault: "if (from.kind === 'customer' || (known && known.occurred_at <= statement.occurred_at)) return [];",
  },
  {
    name: 'an edge that keeps the time at which it was heard of first',
    file: 'rules/stitch.ts',
    text: '  if (known) draft.update<EdgeRow>(edges, known, { occurred_at });\n  else',
    fault: '  if (!known)',
  },
  {
    name: 'a wrong tie-break: of two owners the later one wins',
    file: 'rules/person.ts',
    text: 'return a.occurred_at - b.occurred_at || (a.to_value < b.to_value ? -1 : 1);',
    fault: 'return b.occurred_at - a.occurred_at || (a.to_value < b.to_value ? -1 : 1);',
  },
  {
    name: 'a browser’s claim that comes before what a key said',
    file: 'rules/person.ts',
    text: 'for (const trusted of trustedOnly ? [true] : [true, false]) {',
    fault: 'for (const trusted of trustedOnly ? [true] : [false, true]) {',
  },
  {
    name: 'a stale row: a draft reads from the store what it has changed itself',
    file: 'commit/draft.ts',
    text: '} else if (!sheet.pending.has(own) || fits(own)) {',
    fault:
      '} else if (sheet.pending.has(own)) rows.push({ ...(sheet.pending.get(own) as { before?: Row }).before } as Row);\n      else if (fits(own)) {',
  },
  {
    name: 'a reset that is not heard',
    file: 'rules/marks.ts',
    text: 'const reset = inOrder.find(isReset)?.occurred_at;',
    fault: 'const reset = undefined as number | undefined;',
  },
  {
    name: 'an identification that does not count in its own millisecond',
    file: 'rules/marks.ts',
    text: 'const found = read.findIndex((mark) => mark.occurred_at >= at);',
    fault: 'const found = read.findIndex((mark) => mark.occurred_at > at);',
  },
  {
    name: 'a mark that is taken for nothing new whatever came before it',
    file: 'rules/stitch.ts',
    text: 'if (known && !known.is_removed && isQuiet(draft, workspace_id, visitor, link, occurred_at)) return [{ make }];',
    fault: 'if (known && !known.is_removed) return [{ make }];',
  },
  {
    name: 'a browser that is believed until it claims to be a fifth user',
    file: 'rules/person.ts',
    text: 'const USERS_AT_MOST = 3;',
    fault: 'const USERS_AT_MOST = 4;',
  },
  {
    name: 'a late touch that nobody looks at again',
    file: 'rules/affected.ts',
    text: 'const window = { from: from - CLOCK_TOLERANCE, to: to + LONGEST_WINDOW };',
    fault: 'const window = { from: from - CLOCK_TOLERANCE, to: to + LONGEST_WINDOW / 720 };',
  },
  {
    name: 'a removed edge that still links',
    file: 'rules/person.ts',
    text: '  return read.filter((edge) => !edge.is_removed);\n}\n\n/** Everything that',
    fault: '  return read;\n}\n\n/** Everything that',
  },
  {
    name: 'an alias that forgets those who had been joined before',
    file: 'rules/alias.ts',
    text: 'const joined = aliasesOf(draft, workspaceId, second);',
    fault: 'const joined = [second];',
  },
  {
    name: 'a touch of which whatever was derived first stands',
    file: 'rules/touch.ts',
    text: '} else if (orderOf(touch) < orderOf(known)) {',
    fault: '} else if (orderOf(touch) < orderOf(known) && touch.recorded_at === 0) {',
  },
  {
    name: 'an order that a browser can occupy for others',
    file: 'rules/dedupe.ts',
    text: ['@', '{report.visitor_id}`'].join('$'),
    fault: '@`',
  },
  {
    name: 'a ledger of changes in which the one that was received last holds',
    file: 'rules/edits.ts',
    text: '.toSorted((a, b) => a.sequence - b.sequence);',
    fault: '.toSorted((a, b) => a.recorded_at - b.recorded_at);',
  },
  {
    name: 'settings of the tag of which those hold that were derived last',
    file: 'rules/set-tag-settings.ts',
    text: 'else if (sequence > before)',
    fault: 'else',
  },
  {
    name: 'a ledger of refunds that are given in the order in which they were received',
    file: 'rules/adjustments.ts',
    text: 'sort((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1));',
    fault: 'sort((a, b) => a.recorded_at - b.recorded_at || (a.id < b.id ? -1 : 1));',
  },
  {
    name: 'a ledger in which an order stays that of a conversion that gave it away',
    file: 'rules/adjustments.ts',
    text: 'return (owners.find(({ is_released }) => !is_released) ?? owners[0])?.fact_id;',
    fault: 'return owners[0]?.fact_id;',
  },
  {
    name: 'a ledger of keys that nobody gives away',
    file: 'rules/dedupe.ts',
    text: 'const is_released = !kept.has(nameOf(key));',
    fault: 'const is_released = false && kept.has(nameOf(key));',
  },
  {
    name: 'a ledger of counts that deletions do not lower',
    file: 'rules/counts.ts',
    text: 'if (row.deleted_at !== null) return;',
    fault: 'if (row.deleted_at !== null && sign < 0) return;',
  },
  {
    name: 'a ledger of words that are found at the time that a conversion had first',
    file: 'rules/search-tokens.ts',
    text: ['return `', '{occurred_at} ', '{token}`;'].join('$'),
    fault: ['return `', '{token}`;'].join('$'),
  },
  ...(
    [
      {
        name: 'an earning whose monthly cap forgets that a month begins',
        file: 'rules/commission.ts',
        text: 'if (then !== undefined && monthOf(then) === monthOf(at)) return series;',
        fault: 'if (then !== undefined || monthOf(at) !== "") return series;',
      },
      {
        name: 'an earning whose tier counts the sale itself',
        file: 'rules/commission.ts',
        text: '=> had >= from);',
        fault: '=> had + 1 >= from);',
      },
      {
        name: 'an earning of which a refund takes back what is rounded down',
        file: 'rules/judge.ts',
        text: 'shareOf(commissionMinor, refunded_minor, amount_minor);',
        fault: 'Math.floor((commissionMinor * refunded_minor) / amount_minor);',
      },
      {
        name: 'an earning at the terms of its own sale, though they are locked',
        file: 'rules/earning-of.ts',
        text: 'if (!isLocked) return occurred_at;',
        fault: 'if (!isLocked || isLocked) return occurred_at;',
      },
      {
        name: 'an earning that is held from its sale on, however late that is reported',
        file: 'rules/judge.ts',
        text: 'return Math.max(occurred_at, recorded_at - DAY) + holdDays * DAY;',
        fault: 'return Math.min(occurred_at, recorded_at) + holdDays * DAY;',
      },
      {
        name: 'an earning that a canceled payout still holds',
        file: 'rules/earn.ts',
        text: 'if (holdsItems(status)) sums.allocated_minor += item.amount_minor;',
        fault: "if (holdsItems(status) || status === 'canceled') sums.allocated_minor += item.amount_minor;",
      },
      {
        name: 'an earning at the rate of the day after its sale',
        file: 'rules/exchange.ts',
        text: 'to: dayOf(at), limit: 1 };',
        fault: 'to: dayOf(at + DAY), limit: 1 };',
      },
      {
        name: 'an earning that a late sale before it does not change',
        file: 'rules/follow-up.ts',
        text: 'if (!next || affected.isMarked(next.conversion_id)) return;',
        fault: "if (!next || index === 'series' || affected.isMarked(next.conversion_id)) return;",
      },
      {
        name: 'an earning of the affiliate who was owed last, though another binds',
        file: 'rules/claimants.ts',
        text: "const first = firstBefore(draft, 'person', person, place);",
        fault: "const first = earlierIn(draft, 'person', person, place).at(-1);",
      },
      {
        name: 'an earning by a coupon, though it is not the first sale',
        file: 'rules/claimants.ts',
        text: "earlierIn(draft, 'person', person, placeOf(sale)).some(",
        fault: "earlierIn(draft, 'person', null, placeOf(sale)).some(",
      },
      {
        name: 'an earning that was paid too much and is not carried to the next payout',
        file: 'rules/earn.ts',
        text: ' || dueMinor < allocated_minor;',
        fault: ' && dueMinor > allocated_minor;',
      },
      {
        name: 'an earning that was declined and still counts for those after it',
        file: 'rules/earning-of.ts',
        text: "judged.status === 'declined' ? null : commission_minor",
        fault: 'commission_minor',
      },
      {
        name: 'an earning whose terms begin a moment late',
        file: 'rules/programs.ts',
        text: 'return versions.findLast(({ terms }) => terms.valid_from <= at);',
        fault: 'return versions.findLast(({ terms }) => terms.valid_from < at);',
      },
      {
        name: 'an earning whose hold any word of the clock ends',
        file: 'rules/judge.ts',
        text: '(matured?.as_of ?? 0) < hold_until;',
        fault: 'matured === undefined;',
      },
      {
        name: 'an earning that does not hear of a rate that comes late',
        file: 'rules/import-rates.ts',
        text: 'affected.byForeign(Math.min(...days), Math.max(...days) + (RATE_DAYS + 1) * DAY);',
        fault: 'affected.byForeign(Math.max(...days), Math.max(...days) + (RATE_DAYS + 1) * DAY);',
      },
      {
        name: 'an earning of which a command enters only the first change',
        file: 'rules/ledger.ts',
        text: "draft.add<EntryRow>(entries, known, 'amount_minor', amountMinor);",
        fault: 'void known;',
      },
    ] as const
  ).map((mutant) => ({ ...mutant, isOfEarnings: true as const })),
  {
    name: 'a payment that is given back of no order, for it is called otherwise there',
    file: 'rules/adjustments.ts',
    text: 'const names = order_id === null ? [] : [order_id, ...otherNamesOf(draft, workspace_id, name, order_id)];',
    fault: 'const names = order_id === null ? [] : [order_id];',
    isOfEarnings: true,
  },
  {
    name: 'a total that is given back as a whole each time it is told',
    file: 'rules/giving-back.ts',
    text: 'return Math.max(0, amount_minor - before);',
    fault: 'return amount_minor;',
    isOfEarnings: true,
  },
  {
    name: 'a reinstatement of what was never charged back',
    file: 'rules/giving-back.ts',
    text: 'const most = !isSame ? 0 : isTakenBack ? charged : left;',
    fault: 'const most = !isSame ? 0 : isTakenBack ? amountMinor - left : left;',
    isOfEarnings: true,
  },
  {
    name: 'a checkout that lends its click only to sales that come after it',
    file: 'rules/record-conversion.ts',
    text: '  for (const sale of salesOfCheckout(draft, conversion)) affected.conversions.add(sale);\n',
    fault: '',
    isOfEarnings: true,
  },
  {
    name: 'a referral that each sale begins anew',
    file: 'rules/referral-of.ts',
    text: 'return known?.referral_id ?? derivedId(',
    fault: 'return derivedId(',
    isOfEarnings: true,
  },
  {
    name: 'a sale that names a referral and is not looked at again when that changes',
    file: 'rules/follow-up.ts',
    text: 'for (const row of each) affected.byNamedReferral(row.conversion_id, row.occurred_at);',
    fault: 'for (const row of each) void row;',
    isOfEarnings: true,
  },
  {
    name: 'a stated commission that an incentive comes before',
    file: 'rules/earning-of.ts',
    text: 'if (stated != null && commission_currency != null) {',
    fault: 'if (stated != null && commission_currency != null && commission_currency !== program.currency) {',
    isOfEarnings: true,
  },
];
