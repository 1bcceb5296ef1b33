/**
 * Keys of SRTP in the SDP of a call (a=crypto, RFC 4568): all of them, offers and answers, first and later ones. Which of them a
 * stream uses is told by its tags; here is only said whose they are.
 */
import { readText } from '../base/text.ts';
import type { CallIndex, MessageIndex, PacketIndex } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import { sideOfSdp } from '../calls/session-announcer.ts';
import { readSdes, type SdesRefusal } from '../crypto/sdes.ts';
import { parseSession } from '../sdp/session.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import type { MediaKey } from './media-key.ts';
import type { MessageReader } from './message-reader.ts';
import { findSdpPart } from './sdp-part.ts';
import type { Tables } from './tables.ts';

export interface CallKeys {
  readonly keys: readonly MediaKey[];
  /** of the first key that is not read */
  readonly refused: { readonly why: SdesRefusal; readonly suite: string; readonly packet: PacketIndex } | undefined;
  /** the first SDP that agrees on keys with MIKEY (RFC 3830, RFC 4567) */
  readonly mikey: PacketIndex | undefined;
}

/** messages and keys of one call that are looked at */
const MOST_MESSAGES = 64;
const MOST_KEYS = 64;
/** octets of a description that are searched for key management */
const LONGEST = 65_536;

/** Rejects only when the file cannot be read any more. */
export async function readCallKeys(tables: Tables, reader: MessageReader, call: CallIndex): Promise<CallKeys> {
  const { messages, calls } = tables;
  const wanted: MessageIndex[] = [];
  for (let message = calls.tail.values[call]!; message >= 0; message = messages.previous(message))
    if ((messages.flags(message) & (Flag.sdpKeys | Flag.hasSdp)) !== 0) wanted.push(message);
  wanted.reverse();
  const keys = new Map<string, MediaKey>();
  let mikey: PacketIndex | undefined;
  let refused: CallKeys['refused'];
  const texts = new Map<number, Uint8Array>();
  await reader.readMany(wanted.slice(0, MOST_MESSAGES), (index, octets) => octets !== undefined && texts.set(index, octets.slice()));
  const scan = createScan();
  for (const [index, message] of wanted.entries()) {
    const octets = texts.get(index);
    const part = octets !== undefined && scanMessage(octets, 0, octets.length, scan) ? findSdpPart(octets, scan) : undefined;
    if (octets === undefined || part === undefined) continue;
    const packet = messages.packet(message);
    if (mikey === undefined && hasMikey(octets, part.at, part.end)) mikey = packet;
    const side = sideOfSdp(messages, message);
    for (const { crypto } of parseSession(octets, part.at, part.end).media)
      for (const { at, length, suite } of crypto) {
        const found = readSdes(octets, at, at + length);
        if (typeof found === 'string') refused ??= { why: found, suite, packet };
        else
          for (const key of found)
            if (keys.size < MOST_KEYS)
              putFirst(keys, `${side} ${key.suite.name} ${key.identifier} ${key.key.join()}`, { ...key, way: 'sdes', side, packet, ofLeg: false });
      }
  }
  return { keys: [...keys.values()], refused, mikey };
}

/** The attribute key-mgmt with the protocol mikey (RFC 4567 section 3.1), of the session or of media. */
function hasMikey(octets: Uint8Array, at: number, end: number): boolean {
  return /^a=key-mgmt: *mikey /im.test(readText(octets, at, Math.min(end, at + LONGEST)));
}

function putFirst(keys: Map<string, MediaKey>, name: string, key: MediaKey): void {
  if (!keys.has(name)) keys.set(name, key);
}
