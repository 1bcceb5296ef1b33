/**
 * What one message does to the scenario of its call, named in place in the ladder: the message that makes a label says so.
 * Bits follow those of ladder.ts; the words are the contract's LadderMark.
 */
import { Method } from '../sip/method.ts';
import { Trait } from '../sip/trait.ts';
import type { Chain } from './chain.ts';
import { Fact } from './fact-table.ts';
import { Flag } from './message-fields.ts';

/** In the order of the bits, from FIRST on. */
export const scenarioMarks = [
  'forwardedBusy',
  'forwardedNoAnswer',
  'forwardedAlways',
  'redirect',
  'blindTransfer',
  'attendedTransfer',
  'transferTarget',
  'replaces',
  'join',
  'transferFailed',
  'transferDone',
  'earlyMedia',
  'intervalTooSmall',
  'intervalTooBrief',
  'glare',
  'overlap',
  'overload',
  'loop',
  'fax',
  'callWaiting',
] as const;
/** bit of the first of them */
const FIRST = 11;

const bit = (name: (typeof scenarioMarks)[number]): number => 1 << (FIRST + scenarioMarks.indexOf(name));
const Mark = Object.fromEntries(scenarioMarks.map((name) => [name, bit(name)])) as Readonly<Record<(typeof scenarioMarks)[number], number>>;

/** Marks of the message at a position, 0 for most. */
export function scenarioMarksOf(chain: Chain, i: number): number {
  const flags = chain.flags[i]!;
  const traits = (flags & Flag.hasTraits) === 0 ? 0 : Math.max(0, chain.table!.fact(chain.message[i]!, Fact.traits));
  const marks = chain.status[i] === 0 ? marksOfRequest(chain, i, traits) : marksOfResponse(chain, i);
  return marks | forwardMarks(chain, i, traits) | ((flags & Flag.sdpImage) === 0 ? 0 : Mark.fax) | ((traits & Trait.callWaiting) === 0 ? 0 : Mark.callWaiting);
}

function forwardMarks(chain: Chain, i: number, traits: number): number {
  const status = chain.status[i]!;
  const tells = status === 0 ? chain.method[i] === Method.INVITE && chain.toTag[i] === 0 : status === 181 || (status >= 300 && status < 400);
  if (!tells || traits === 0) return 0;
  let marks = 0;
  if ((traits & (Trait.diversionBusy | Trait.historyBusy)) !== 0) marks |= Mark.forwardedBusy;
  if ((traits & (Trait.diversionNoAnswer | Trait.historyNoAnswer)) !== 0) marks |= Mark.forwardedNoAnswer;
  if ((traits & (Trait.diversionUnconditional | Trait.historyUnconditional)) !== 0) marks |= Mark.forwardedAlways;
  return marks;
}

function marksOfRequest(chain: Chain, i: number, traits: number): number {
  const message = chain.message[i]!;
  const table = chain.table!;
  switch (chain.method[i]) {
    case Method.REFER:
      if (table.fact(message, Fact.referTo) < 0) return 0;
      return table.fact(message, Fact.referReplaces) >= 0 ? Mark.attendedTransfer : Mark.blindTransfer;
    case Method.NOTIFY: {
      const status = table.fact(message, Fact.sipfragStatus);
      return status < 200 ? 0 : status < 300 ? Mark.transferDone : Mark.transferFailed;
    }
    case Method.INVITE: {
      if (chain.toTag[i] !== 0 || (chain.flags[i]! & Flag.hasTraits) === 0) return 0;
      const replaces = table.fact(message, Fact.replaces) >= 0 ? Mark.replaces : 0;
      const target = (traits & Trait.referredBy) !== 0 ? Mark.transferTarget : 0;
      return replaces | target | (table.fact(message, Fact.join) >= 0 ? Mark.join : 0);
    }
    default:
      return 0;
  }
}

function marksOfResponse(chain: Chain, i: number): number {
  const status = chain.status[i]!;
  if (status > 100 && status < 200) return (chain.flags[i]! & Flag.hasSdp) !== 0 && chain.cseqMethod[i] === Method.INVITE ? Mark.earlyMedia : 0;
  switch (status) {
    case 301:
    case 302:
      return Mark.redirect;
    case 422:
      return Mark.intervalTooSmall;
    case 423:
      return Mark.intervalTooBrief;
    case 482:
    case 483:
      return Mark.loop;
    case 491:
      return Mark.glare;
    case 500:
      return chain.cseqMethod[i] === Method.INVITE && retryAfter(chain, i) ? Mark.overlap : 0;
    case 503:
      return retryAfter(chain, i) ? Mark.overload : 0;
    default:
      return 0;
  }
}

function retryAfter(chain: Chain, i: number): boolean {
  return chain.table!.fact(chain.message[i]!, Fact.retryAfter) >= 0;
}
