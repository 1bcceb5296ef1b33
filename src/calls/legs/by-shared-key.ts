/**
 * Links by what both messages say: explicit headers whose value is the other Call-ID, and equal Session-IDs, charging identifiers,
 * origins and keys of offers (semantics 6.1). A key that many calls share is no evidence: a phone's certificate, a fixed o=.
 */
import { hashOctets } from '../../base/intern.ts';
import type { MessageTable } from '../message-table.ts';
import { explicitMask, transferMask } from './evidence.ts';
import { KeyJoin } from './key-join.ts';
import { LegKey, secondHash } from './leg-keys.ts';
import type { LegPairs } from './leg-pairs.ts';

/** calls that may share a key, and earlier calls each one is compared with */
const MOST_SHARING = 64;
const MOST_COMPARED = 8;

const NAMES_CALL =
  (1 << LegKey.xCallId) |
  (1 << LegKey.xCid) |
  (1 << LegKey.xCallid) |
  (1 << LegKey.xOrigCallId) |
  (1 << LegKey.inReplyTo) |
  (1 << LegKey.ownHeader) |
  transferMask;

export function linkBySharedKey(table: MessageTable, pairs: LegPairs): void {
  const { legKeys: keys } = table;
  const join = new KeyJoin(keys.length);
  let naming = 0;
  for (let row = 0; row < keys.length; row++) {
    const kind = keys.kind.values[row]!;
    if (kind === LegKey.identity || kind === LegKey.forgotten) continue;
    if ((NAMES_CALL & (1 << kind)) !== 0) naming++;
    // kinds keep apart: a Session-ID is no ice-ufrag
    else join.add(keys.low.values[row]! ^ Math.imul(kind, 0x9e3779b1), keys.high.values[row]!, row);
  }
  for (let row = 0; row < keys.length; row++) {
    const kind = keys.kind.values[row]!;
    if (kind === LegKey.identity || kind === LegKey.forgotten || (NAMES_CALL & (1 << kind)) !== 0) continue;
    if (join.older(row) >= 0 && join.sharing(row) <= MOST_SHARING) compare(table, pairs, join, row, 1 << kind);
  }
  if (naming > 0) linkByName(table, pairs);
}

function compare(table: MessageTable, pairs: LegPairs, join: KeyJoin, row: number, bit: number): void {
  const { legKeys: keys } = table;
  const call = keys.call.values[row]!;
  let compared = 0;
  for (let other = join.older(row); other >= 0 && compared < MOST_COMPARED; other = join.older(other), compared++) {
    const earlier = keys.call.values[other]!;
    if (!isCall(table, call) || !isCall(table, earlier)) continue;
    if ((bit & explicitMask) !== 0) pairs.add(earlier, call, bit);
    else pairs.addIfPlausible(earlier, call, bit);
  }
}

/** Values that are Call-IDs of the capture. */
function linkByName(table: MessageTable, pairs: LegPairs): void {
  const { legKeys: keys, calls } = table;
  const join = new KeyJoin(calls.length);
  for (let call = 0; call < calls.length; call++) {
    const octets = calls.callId(call);
    join.add(hashOctets(octets, 0, octets.length), secondHash(octets, 0, octets.length), call);
  }
  for (let row = 0; row < keys.length; row++) {
    const kind = keys.kind.values[row]!;
    if ((NAMES_CALL & (1 << kind)) === 0) continue;
    const named = join.newest(keys.low.values[row]!, keys.high.values[row]!);
    const call = keys.call.values[row]!;
    if (named >= 0 && isCall(table, named) && isCall(table, call)) pairs.add(named, call, 1 << kind);
  }
}

function isCall(table: MessageTable, call: number): boolean {
  return table.calls.firstInvite.values[call]! >= 0;
}
