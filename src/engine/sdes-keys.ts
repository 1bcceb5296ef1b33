/**
 * Keys of SRTP in the SDP of a call (a=crypto, RFC 4568): all of them, offers and answers, first and later ones. Which of them a
 * stream uses is told by its tags; here is only said whose they are.
 */
import type { CallIndex, MessageIndex, PacketIndex } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import { sideOfSdp } from '../calls/session-announcer.ts';
import { readSdes, type SdesKey, type SdesRefusal } from '../crypto/sdes.ts';
import { parseSession } from '../sdp/session.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import type { MessageReader } from './message-reader.ts';
import { findSdpPart } from './sdp-part.ts';
import type { Tables } from './tables.ts';

export interface CallKey extends SdesKey {
  /** 1 the caller's SDP, 2 the callee's, 0 unknown: the side that seals with it (RFC 4568 section 6.1) */
  readonly side: number;
  readonly packet: PacketIndex;
}

export interface CallKeys {
  readonly keys: readonly CallKey[];
  /** of the first key that is not read */
  readonly refused: { readonly why: SdesRefusal; readonly suite: string; readonly packet: PacketIndex } | undefined;
}

/** messages and keys of one call that are looked at */
const MOST_MESSAGES = 64;
const MOST_KEYS = 64;

/** Rejects only when the file cannot be read any more. */
export async function readCallKeys(tables: Tables, reader: MessageReader, call: CallIndex): Promise<CallKeys> {
  const { messages, calls } = tables;
  const wanted: MessageIndex[] = [];
  for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
    if ((messages.flags(message) & (Flag.sdpKeys | Flag.hasSdp)) !== 0) wanted.push(message);
  wanted.reverse();
  const keys = new Map<string, CallKey>();
  let refused: CallKeys['refused'];
  const texts = new Map<number, Uint8Array>();
  await reader.readMany(wanted.slice(0, MOST_MESSAGES), (index, octets) => octets !== undefined && texts.set(index, octets.slice()));
  const scan = createScan();
  for (const [index, message] of wanted.entries()) {
    const octets = texts.get(index);
    const part = octets !== undefined && scanMessage(octets, 0, octets.length, scan) ? findSdpPart(octets, scan) : undefined;
    if (octets === undefined || part === undefined) continue;
    const packet = messages.packet(message);
    const side = sideOfSdp(messages, message);
    for (const { crypto } of parseSession(octets, part.at, part.end).media)
      for (const { at, length, suite } of crypto) {
        const found = readSdes(octets, at, at + length);
        if (typeof found === 'string') refused ??= { why: found, suite, packet };
        else
          for (const key of found)
            if (keys.size < MOST_KEYS) putFirst(keys, `${side} ${key.suite.name} ${key.identifier} ${key.key.join()}`, { ...key, side, packet });
      }
  }
  return { keys: [...keys.values()], refused };
}

function putFirst(keys: Map<string, CallKey>, name: string, key: CallKey): void {
  if (!keys.has(name)) keys.set(name, key);
}
