/**
 * The shape of an Opus packet, RFC 6716 section 3: its first octet (mode, bandwidth, frame length, stereo, how frames are
 * packed) and the rules R1 to R7 a packet keeps. The sound itself is decoded elsewhere (codec/packet-decoder.ts). Pure; any
 * octets get an answer.
 */

type OpusMode = 'SILK' | 'hybrid' | 'CELT';
type OpusBandwidth = 'narrowband' | 'medium-band' | 'wideband' | 'super-wideband' | 'fullband';

export interface OpusPacket {
  readonly mode: OpusMode;
  readonly bandwidth: OpusBandwidth;
  /** samples of one frame, at 48 kHz whatever the bandwidth (RFC 7587 section 4.1): 120 (2.5 ms) to 2880 (60 ms) */
  readonly frame: number;
  readonly frames: number;
  /** frames × frame, at most 5760 (120 ms) */
  readonly samples: number;
  readonly stereo: boolean;
  /** no frame holds more than one octet: discontinuous transmission, or a frame that was lost before it was sent */
  readonly empty: boolean;
}

const MOST_SAMPLES = 5760;
const LONGEST_FRAME = 1275;

/** Frame lengths in samples by the two low bits of the configuration, for each mode. */
const silkFrames = [480, 960, 1920, 2880] as const;
const celtFrames = [120, 240, 480, 960] as const;
const silkBandwidths = ['narrowband', 'medium-band', 'wideband'] as const;
const celtBandwidths = ['narrowband', 'wideband', 'super-wideband', 'fullband'] as const;

/** RFC 6716 table 2. */
function configuration(octet: number): Pick<OpusPacket, 'mode' | 'bandwidth' | 'frame'> {
  const index = octet >> 3;
  if (index >= 16) return { mode: 'CELT', bandwidth: celtBandwidths[(index - 16) >> 2]!, frame: celtFrames[index & 3]! };
  if (index >= 12) return { mode: 'hybrid', bandwidth: index < 14 ? 'super-wideband' : 'fullband', frame: (index & 1) === 0 ? 480 : 960 };
  return { mode: 'SILK', bandwidth: silkBandwidths[index >> 2]!, frame: silkFrames[index & 3]! };
}

/** What octets[at, end) are; undefined when they break a rule of RFC 6716 section 3.4, which a decoder must refuse. */
export function readOpusPacket(octets: Uint8Array, at: number, end: number): OpusPacket | undefined {
  if (at >= end) return undefined;
  const first = octets[at]!;
  const { mode, bandwidth, frame } = configuration(first);
  const frames = frameCount(octets, at, end);
  if (frames * frame > MOST_SAMPLES) return undefined;
  const longest = longestFrame(octets, at, end, frames);
  if (frames === 0 || longest < 0 || longest > LONGEST_FRAME) return undefined;
  return { mode, bandwidth, frame, frames, samples: frames * frame, stereo: (first & 4) !== 0, empty: longest <= 1 };
}

/** Samples at 48 kHz a packet stands for; 0 when it is none. */
export function opusSamples(octets: Uint8Array, at: number, end: number): number {
  return readOpusPacket(octets, at, end)?.samples ?? 0;
}

/** RFC 6716 section 3.2: 0 where the count itself is missing or zero. */
function frameCount(octets: Uint8Array, at: number, end: number): number {
  const code = octets[at]! & 3;
  if (code === 0) return 1;
  if (code < 3) return 2;
  return at + 1 < end ? octets[at + 1]! & 63 : 0;
}

/** Octets of the longest frame; -1 when the frames do not fit the packet. */
function longestFrame(octets: Uint8Array, at: number, end: number, frames: number): number {
  const room = end - at - 1;
  switch (octets[at]! & 3) {
    case 0:
      return room;
    case 1:
      return (room & 1) === 0 ? room >> 1 : -1;
    case 2:
      return longestOfSized(octets, at + 1, end, 2);
    default:
      return longestOfCounted(octets, at, end, frames);
  }
}

/** Code 3, section 3.2.5: padding and a constant or a told length for each frame. */
function longestOfCounted(octets: Uint8Array, at: number, end: number, frames: number): number {
  if (frames === 0) return -1;
  const signalling = octets[at + 1]!;
  let from = at + 2;
  let last = end;
  if ((signalling & 0x40) !== 0) {
    let more = 255;
    while (more === 255) {
      if (from >= last) return -1;
      more = octets[from++]!;
      last -= more === 255 ? 254 : more;
    }
  }
  if (last < from) return -1;
  if ((signalling & 0x80) !== 0) return longestOfSized(octets, from, last, frames);
  return (last - from) % frames === 0 ? (last - from) / frames : -1;
}

/** `frames` − 1 lengths of one or two octets (section 3.2.1), then the frames; the last has what remains. */
function longestOfSized(octets: Uint8Array, at: number, end: number, frames: number): number {
  let longest = 0;
  let told = 0;
  let from = at;
  for (let index = 1; index < frames; index++) {
    if (from >= end) return -1;
    let length = octets[from++]!;
    if (length >= 252) {
      if (from >= end) return -1;
      length += 4 * octets[from++]!;
    }
    longest = Math.max(longest, length);
    told += length;
  }
  const rest = end - from - told;
  return rest < 0 ? -1 : Math.max(longest, rest);
}
