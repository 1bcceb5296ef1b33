/**
 * Seeded mutations of captures: mutant i of a seed is the same on every machine. Half change a packet's payload and put
 * lengths right again, so that the change reaches SIP, SDP, RTP and RTCP; half break any octet of the file.
 */
import { containers, gzip, writeCapture, type ForgedPacket } from './forge/capture.ts';
import { octetsOf } from './forge/octets.ts';
import { createRandom, type Random } from './forge/random.ts';
import type { NamedStory } from './stories.ts';

const octets8 = [0, 1, 0x0a, 0x0d, 0x20, 0x22, 0x25, 0x2c, 0x3a, 0x3b, 0x3c, 0x3e, 0x5c, 0x7f, 0x80, 0xc0, 0xfe, 0xff];
const numbers32 = [0, 1, 3, 4, 8, 11, 12, 13, 24, 28, 65_535, 65_536, 262_144, 262_145, 1 << 24, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];
const tokens = [
  '__proto__',
  'constructor',
  'toString',
  '<img src=x onerror=window.__pwned=1>',
  '"',
  '\\',
  '<',
  '>',
  '[',
  ']',
  '[::',
  ':::',
  '@',
  '%',
  '%00',
  '%zz',
  ';',
  ',',
  '\r\n',
  '\r\n ',
  '\r\n\r\n',
  '\n',
  '\r',
  '\0',
  'sip:',
  'SIP/2.0',
  'INVITE',
  'SIP/2.0 200 OK\r\n',
  'Content-Length: 99999999\r\n',
  'Content-Length: -1\r\n',
  'Call-ID: x\r\n',
  'Via: ',
  'm=audio 9 RTP/AVP 0\r\n',
  'c=IN IP6 ::\r\n',
  'a=rtpmap:0 X/0\r\n',
  'v=0\r\n',
  '--boundary\r\n',
  'multipart/mixed;boundary=boundary',
  '\t',
  '0',
  '-1',
  '255',
  '65536',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '18446744073709551616',
  '9'.repeat(40),
  'NaN',
  '\u202e',
  ' '.repeat(200),
  'A'.repeat(1000),
  '('.repeat(300),
  ','.repeat(300),
  ';a=b'.repeat(100),
].map(octetsOf);

export interface Mutant {
  readonly name: string;
  readonly octets: Uint8Array;
}

export function mutant(seed: number, index: number, stories: readonly NamedStory[]): Mutant {
  const random = createRandom(Math.imul(seed, 2_654_435_761) ^ Math.imul(index + 1, 40_503));
  for (let i = 0; i < 3; i++) random.below(2);
  const story = stories[random.below(stories.length)]!;
  const inside = random.chance(50);
  const packets = inside ? mutatePackets(story, random) : story.packets;
  const kinds = [...containers(story.linkType)];
  const [kind, container] = kinds[random.below(kinds.length)]!;
  let octets: Uint8Array = writeCapture(packets, container);
  if (!inside) octets = mutateOctets(octets, random);
  const isCompressed = random.chance(5);
  if (isCompressed) octets = random.chance(50) ? mutateOctets(gzip(octets, 1 + random.below(3)), random) : gzip(octets, 2);
  return { name: `mutant ${seed}-${index}: ${story.name}, ${kind}${inside ? ', inside' : ''}${isCompressed ? ', gzip' : ''}`, octets };
}

function mutateOctets(octets: Uint8Array, random: Random): Uint8Array {
  let out = new Uint8Array(octets);
  for (let times = 1 + random.below(4); times > 0; times--) out = mutateOnce(out, random);
  return out;
}

function mutateOnce(octets: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const at = random.below(octets.length + 1);
  const length = random.below(Math.min(200, octets.length - at + 1));
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  switch (random.below(8)) {
    case 0:
      return replaced(octets, at, at + length, new Uint8Array(0));
    case 1:
      return replaced(octets, at, at, octets.slice(at, at + length));
    case 2:
      return replaced(octets, at, at, tokens[random.below(tokens.length)]!);
    case 3:
      return replaced(octets, at, Math.min(octets.length, at + 8), tokens[random.below(tokens.length)]!);
    case 4:
      return octets.slice(0, at);
    case 5:
      if (at + 4 <= octets.length) view.setUint32(at, numbers32[random.below(numbers32.length)]!, random.chance(50));
      return new Uint8Array(octets);
    case 6:
      if (at + 2 <= octets.length) view.setUint16(at, [0, 1, 2, 7, 8, 12, 255, 256, 1500, 32_767, 32_768, 65_535][random.below(12)]!);
      return new Uint8Array(octets);
    default:
      for (let flips = 1 + random.below(6); flips > 0 && octets.length > 0; flips--)
        octets[random.below(octets.length)] = octets8[random.below(octets8.length)]!;
      return new Uint8Array(octets);
  }
}

function replaced(octets: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(octets.length - (to - from) + by.length);
  out.set(octets.subarray(0, from));
  out.set(by, from);
  out.set(octets.subarray(to), from + by.length);
  return out;
}

/** Changes payloads, drops, doubles and swaps packets. */
function mutatePackets(story: NamedStory, random: Random): readonly ForgedPacket[] {
  const packets = [...story.packets];
  for (let times = 1 + random.below(3); times > 0; times--) {
    const i = random.below(packets.length);
    const packet = packets[i]!;
    const j = random.below(packets.length);
    switch (random.below(6)) {
      case 0:
        packets.splice(i, 1);
        break;
      case 1:
        packets.splice(j, 0, packet);
        break;
      case 2:
        [packets[i], packets[j]] = [packets[j]!, packet];
        break;
      case 3:
        packets[i] = { ...packet, time: random.chance(50) ? packet.time + 10n ** BigInt(random.below(19)) : packet.time - 1_000_000_000n };
        break;
      default:
        packets[i] = { ...packet, octets: mutatePayload(packet.octets, random) };
    }
    if (packets.length === 0) return story.packets;
  }
  return packets;
}

/** Changes what stands behind the UDP or TCP header of an Ethernet, IPv4 frame and mends both lengths; any other frame anywhere. */
function mutatePayload(frame: Uint8Array, random: Random): Uint8Array {
  const isPlain = frame.length > 42 && frame[12] === 8 && frame[13] === 0 && frame[14] === 0x45;
  if (!isPlain) return mutateOctets(frame, random);
  const isUdp = frame[23] === 17;
  const payloadAt = isUdp ? 42 : 34 + ((frame[46]! >> 4) << 2);
  const payload = mutateOctets(frame.subarray(payloadAt), random).subarray(0, 60_000);
  const out = replaced(frame, payloadAt, frame.length, payload);
  const view = new DataView(out.buffer);
  view.setUint16(16, out.length - 14);
  if (isUdp) view.setUint16(38, out.length - 34);
  return out;
}
