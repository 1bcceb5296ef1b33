/** Handshakes of DTLS between endpoints of a call, for rules: whether one ended, who refused, and whether certificates are those SDP promised (RFC 8122). */
import type { CallIndex, MessageIndex, PacketIndex } from '../base/units.ts';
import { Flag } from '../calls/message-fields.ts';
import type { DeepFacts } from '../findings/deep-facts.ts';
import { parseSession } from '../sdp/session.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import type { Handshake } from './dtls-handshakes.ts';
import { MessageReader } from './message-reader.ts';
import { findSdpPart } from './sdp-part.ts';
import type { Tables } from './tables.ts';

const MOST_MESSAGES = 64;
const HELLOS_SHOWN = 20;

/** @param isOf whether an address and port are the call's @param from, to: its time, nanoseconds */
export async function handshakesOf(
  tables: Tables,
  call: CallIndex,
  isOf: (place: string) => boolean,
  from: number,
  to: number,
): Promise<DeepFacts['handshake']> {
  const { packets } = tables;
  const own = tables.handshakes.all.filter((one) => {
    const time = packets.time(one.hellos[0] ?? one.packet);
    return time >= from && time <= to && (isOf(`${one.client} ${one.clientPort}`) || isOf(`${one.server} ${one.serverPort}`));
  });
  const hellos = own.flatMap((one) => one.hellos).sort((a, b) => a - b);
  if (hellos.length === 0) return undefined;
  return {
    hellos: hellos.slice(0, HELLOS_SHOWN),
    span: (packets.time(hellos.at(-1)!) - packets.time(hellos[0]!)) / 1e6,
    isDone: own.some((one) => one.isDone),
    alert: own.find((one) => one.alert !== undefined)?.alert,
    stranger: strangerOf(own, own.some((one) => one.clientCertificate ?? one.serverCertificate) ? await fingerprints(tables, call) : undefined),
  };
}

/** The packet of a handshake one of whose certificates no fingerprint is of. */
function strangerOf(own: readonly Handshake[], known: ReadonlySet<string> | undefined): PacketIndex | undefined {
  if (known === undefined || known.size === 0) return undefined;
  return own.find((one) => [one.clientCertificate, one.serverCertificate].some((print) => print !== undefined && !known.has(textOf(print))))?.packet;
}

/** SHA-256 fingerprints of all descriptions of a call; undefined when one names another hash: what it is of cannot be told then. */
async function fingerprints(tables: Tables, call: CallIndex): Promise<ReadonlySet<string> | undefined> {
  const { messages, calls } = tables;
  const wanted: MessageIndex[] = [];
  for (let message = calls.tail.values[call]!; message >= 0 && wanted.length < MOST_MESSAGES; message = messages.previous(message))
    if ((messages.flags(message) & Flag.sdpFingerprint) !== 0) wanted.push(message);
  const known = new Set<string>();
  let isOther = wanted.length === MOST_MESSAGES;
  const scan = createScan();
  await new MessageReader(tables).readMany(wanted, (_, octets) => {
    const part = octets !== undefined && scanMessage(octets, 0, octets.length, scan) ? findSdpPart(octets, scan) : undefined;
    if (octets === undefined || part === undefined) return;
    const session = parseSession(octets, part.at, part.end);
    for (const print of [session.fingerprint, ...session.media.map(({ fingerprint }) => fingerprint)]) {
      if (print === undefined) continue;
      if (print.hash.toLowerCase() === 'sha-256') known.add(print.value.toUpperCase());
      else isOther = true;
    }
  });
  return isOther ? undefined : known;
}

function textOf(print: Uint8Array): string {
  return Array.from(print, (octet) => octet.toString(16).toUpperCase().padStart(2, '0')).join(':');
}
