/**
 * rtpdump (rtptools 1.22, "#!rtpplay1.0 address/port"): a line of text, a header, then RTP and RTCP packets with the milliseconds
 * since the start. They become datagrams from the address the file names, to one that is made up (192.0.2.1, RFC 5737), with the octets of the file.
 */
import { readText } from '../base/text.ts';
import { need, type PackedInput, type Unpacking } from '../unpack/packed-input.ts';
import { parseAddress } from './address-text.ts';
import { captureHeader, datagram, MadePackets, type MadeEndpoint } from './made-capture.ts';
import type { MadeOrigin } from './made-origin.ts';

export const RTPDUMP = '#!rtpplay1.0 ';
const LINE_MOST = 300;
const HEADER = 16;
const PACKET = 8;
const receiver = Uint8Array.of(192, 0, 2, 1);
const origin: MadeOrigin = { headers: 'datagram', clock: 'exact', source: false, destination: true };

/** @param note told of what is worth knowing, with the place in the file. */
export function* convertRtpdump(input: PackedInput, note: (code: string, at: number) => void): Unpacking {
  yield* need(input, LINE_MOST + HEADER);
  const lineEnd = input.octets.indexOf(0x0a, input.at);
  if (lineEnd < 0 || lineEnd - input.at > LINE_MOST || lineEnd + 1 + HEADER > input.end) return 'truncated';
  const [address = '', port = ''] = readText(input.octets, input.at + RTPDUMP.length, lineEnd)
    .trim()
    .split('/');
  let place = lineEnd + 1 - input.at + HEADER;
  input.at = lineEnd + 1;
  const seconds = bigEndian(input, 4);
  const start = BigInt(seconds) * 1_000_000_000n + BigInt(bigEndian(input, 4)) * 1000n;
  const told = input.octets.slice(input.at, input.at + 4);
  input.at += 4;
  const toldPort = bigEndian(input, 2);
  input.at += 2;
  const from: MadeEndpoint = { address: parseAddress(address) ?? told, port: Number(port) || toldPort || 5004 };
  note('rtpdump.addresses', 0);
  yield captureHeader();
  const packets = new MadePackets();
  for (let number = 1; ; number++) {
    if (!(yield* need(input, PACKET))) return input.left === 0 ? undefined : 'truncated';
    const length = bigEndian(input, 2) - PACKET;
    const whole = bigEndian(input, 2);
    const time = start + BigInt(bigEndian(input, 4)) * 1_000_000n;
    if (length < 0) return 'corrupt';
    if (!(yield* need(input, length))) return 'truncated';
    const payload = input.octets.slice(input.at, input.at + length);
    input.at += length;
    // no length of RTP: it is RTCP, which has the port above
    const isRtcp = whole === 0;
    const original = Math.max(length, whole);
    const port2 = from.port + (isRtcp ? 1 : 0);
    const octets = datagram({ ...from, port: port2 }, { address: receiver, port: port2 }, payload, original);
    yield* packets.blocks('ip', origin, { kind: 'rtpdump', number, at: place }, time, octets, octets.length + original - length);
    place += PACKET + length;
  }
}

function bigEndian(input: PackedInput, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + input.octet();
  return value;
}
