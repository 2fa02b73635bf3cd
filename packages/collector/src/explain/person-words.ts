import type { FlagKind, Handover, ToldEdge } from '../domain/person.ts';
import { listInWords, nameInWords, sentence } from './phrases.ts';

/** Who a person is, in words. */

const FLAG_WORDS: Readonly<Record<FlagKind, (count: number) => string>> = {
  shared_identifier: (count) =>
    `So many others point to ${some(count, 'identifier')} that no single person is meant: links to ${them(count)} are not followed.`,
  crowded_identifier: (count) =>
    `${sentence(some(count, 'identifier'))} ${is(count)} named on more devices than one person has: ${count === 1 ? 'it leads' : 'they lead'} to no device.`,
  quarantined_device: (count) =>
    `${sentence(some(count, 'device'))} ${count === 1 ? 'claims' : 'claim'} to be so many people that nobody is believed to have been there because ${count === 1 ? 'it says' : 'they say'} so.`,
  talkative_identifier: (count) =>
    `${sentence(some(count, 'identifier'))} ${is(count)} linked to so many others, by browsers or by keys, that none of these links is believed.`,
  devices_left_out: (count) => `${sentence(some(count, 'device'))} more ${is(count)} not shown.`,
};

export function flagInWords(kind: FlagKind, count: number): string {
  return FLAG_WORDS[kind](count);
}

function some(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const is = (count: number) => (count === 1 ? 'is' : 'are');
const them = (count: number) => (count === 1 ? 'it' : 'them');

/** What an edge says, who said so, and what became of it. */
export function edgeInWords(edge: ToldEdge): string {
  const { from, to, trusted, state } = edge;
  const [source, target] = [nameInWords(from), nameInWords(to)];
  const said = trusted ? 'your server said so, or a browser proved it' : 'a browser claims so';
  switch (state) {
    case 'links':
      if (from.kind === 'visitor') {
        return sentence(`${target} was at ${source}: ${said}. It is theirs until somebody else comes or it is left.`);
      }
      if (from.kind === to.kind) return sentence(`${source} and ${target} are one person: your server joined them.`);
      return sentence(`${source} belongs to ${target}: ${said}.`);
    case 'outranked':
      return `Not followed: ${rankInWords(edge, source)}`;
    case 'shared':
      return `Not followed: so many others point to ${target} that no single person is meant.`;
    case 'quarantined':
      return `Not believed: browsers link ${source} to more users than one person is.`;
    case 'removed':
      return 'Removed: it links nobody, whoever says it again.';
  }
}

function rankInWords({ from, to, trusted, winner }: ToldEdge, source: string): string {
  if (!winner) return `another link of ${source} is.`;
  if (winner.to.kind === to.kind && winner.to.value === to.value)
    return 'your server says the same, which counts more.';
  const instead = `${source} belongs to ${nameInWords(winner.to)}`;
  if (winner.trusted && !trusted) return `${instead}, for your server said so, and this a browser claims.`;
  if (winner.to.kind !== to.kind) return `${instead}, for a ${winner.to.kind} is stronger than a ${to.kind}.`;
  return `${instead}, which was said ${from.kind === 'user' ? 'too' : 'earlier'}.`;
}

export function handoverInWords({ left, came, by_reset }: Handover): string {
  const [before, after] = [left, came].map((people) => listInWords(people.map(nameInWords)));
  const next = after ? `Then ${after} was there.` : 'Who was there next is not known.';
  if (by_reset) return `Here ${before || 'somebody who is not known'} left this device by reset. ${next}`;
  return `Until here ${before || 'somebody who is not known'} was at this device; no reset was seen. ${next}`;
}
