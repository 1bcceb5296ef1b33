/**
 * Links by Call-IDs that are made of each other (semantics 6.1): one with something before or after it, set off by a sign
 * ("B2B.<id>", "<id>_b2b-1"), both with such an ending of their own, or the same before @ and another host behind it.
 * Sixteen octets at least must be common: shorter ones are counters.
 */
import { hashOctets } from '../../base/intern.ts';
import type { CallIndex } from '../../base/units.ts';
import type { MessageTable } from '../message-table.ts';
import { Bit } from './evidence.ts';
import { KeyJoin } from './key-join.ts';
import { secondHash } from './leg-keys.ts';
import type { LegPairs } from './leg-pairs.ts';

const COMMON = 16;
const MOST_SHARING = 64;
const MOST_COMPARED = 8;
const MOST_CUTS = 3;

export function linkByCallId(table: MessageTable, pairs: LegPairs): void {
  const { calls } = table;
  const join = new KeyJoin(calls.length);
  for (let call = 0; call < calls.length; call++) {
    if (calls.firstInvite.values[call]! < 0) continue;
    const octets = calls.callId(call);
    const end = localEnd(octets);
    if (end >= COMMON) join.add(hashOctets(octets, 0, end), secondHash(octets, 0, end), call);
  }
  const stems = new Map<number, CallIndex[]>();
  for (let call = 0; call < calls.length; call++) {
    if (calls.firstInvite.values[call]! < 0) continue;
    const octets = calls.callId(call);
    const end = localEnd(octets);
    if (end < COMMON) continue;
    if (join.sharing(call) <= MOST_SHARING)
      for (let other = join.older(call), compared = 0; other >= 0 && compared < MOST_COMPARED; other = join.older(other), compared++)
        pairs.addIfPlausible(other, call, Bit.callId);
    cut(octets, end, (at, to) => {
      const whole = join.newest(hashOctets(octets, at, to), secondHash(octets, at, to));
      if (whole >= 0) pairs.addIfPlausible(whole, call, Bit.callId);
    });
    const stem = legStem(octets, end);
    if (stem > 0) addStem(stems, hashOctets(octets, 0, stem) * 0x20_0000 + (secondHash(octets, 0, stem) & 0x1f_ffff), call);
  }
  for (const sharing of stems.values()) {
    if (sharing.length > MOST_SHARING) continue;
    for (const [i, call] of sharing.entries())
      for (const other of sharing.slice(Math.max(0, i - MOST_COMPARED), i)) pairs.addIfPlausible(other, call, Bit.callId);
  }
}

function addStem(stems: Map<number, CallIndex[]>, key: number, call: CallIndex): void {
  const sharing = stems.get(key);
  if (sharing === undefined) stems.set(key, [call]);
  else sharing.push(call);
}

/** Where the part before @ ends. */
function localEnd(octets: Uint8Array): number {
  const sign = octets.indexOf(0x40);
  return sign < 0 ? octets.length : sign;
}

function isSign(octet: number): boolean {
  return octet === 0x2d || octet === 0x2e || octet === 0x5f || octet === 0x3a || octet === 0x3b || octet === 0x7e || octet === 0x2f;
}

/** What is left of octets[0, end) when something set off by a sign is taken away from its beginning or its end. */
function cut(octets: Uint8Array, end: number, each: (at: number, to: number) => void): void {
  let cuts = 0;
  for (let i = 0; i < end - COMMON && cuts < MOST_CUTS; i++) {
    if (!isSign(octets[i]!) || isSign(octets[i + 1]!)) continue;
    each(i + 1, end);
    cuts++;
  }
  cuts = 0;
  for (let i = end - 1; i >= COMMON && cuts < MOST_CUTS; i--) {
    if (!isSign(octets[i]!) || isSign(octets[i - 1]!)) continue;
    each(0, i);
    cuts++;
  }
}

/** Where an ending of "b2b" or "leg" and a number begins ("_b2b-2", "-leg1"); 0 when there is none or too little before it. */
function legStem(octets: Uint8Array, end: number): number {
  let i = end;
  while (i > 0 && octets[i - 1]! >= 0x30 && octets[i - 1]! <= 0x39) i--;
  if (i === end) return 0;
  if (isSign(octets[i - 1]!)) i--;
  if (i < COMMON + 4) return 0;
  const word = String.fromCharCode(octets[i - 3]! | 0x20, octets[i - 2]! | 0x20, octets[i - 1]! | 0x20);
  if (word !== 'leg' && word !== 'b2b') return 0;
  return isSign(octets[i - 4]!) ? i - 4 : 0;
}
