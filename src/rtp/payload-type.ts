/**
 * Payload types: names as tshark prints them, the static clock table (RFC 3551), the rules by which Wireshark 4.0 finds a
 * clock rate (semantics 1.3), and the maps that SDP gives to dynamic types. Promise: a rate nobody told us is 0, never 8000.
 */

/** Wireshark's short names of the static types; what is not here is "Unassigned". */
const SHORT_NAMES: readonly string[] = [
  'g711U',
  'fs-1016',
  'g721',
  'GSM',
  'g723',
  'DVI4 8k',
  'DVI4 16k',
  'Exp. from Xerox PARC',
  'g711A',
  'g722',
  '16-bit audio, stereo',
  '16-bit audio, monaural',
  'Qualcomm',
  'CN',
  'MPEG-I/II Audio',
  'g728',
  'DVI4 11k',
  'DVI4 22k',
  'g729',
  'CN(old)',
];
const SHORT_NAMES_VIDEO: readonly (readonly [number, string])[] = [
  [25, 'CellB'],
  [26, 'JPEG'],
  [28, 'NV'],
  [31, 'h261'],
  [32, 'MPEG-I/II Video'],
  [33, 'MPEG-II streams'],
  [34, 'h263'],
];
/** RFC 3551 tables 4 and 5: the encoding names. */
const ENCODING_NAMES: readonly string[] = [
  'PCMU',
  '1016',
  'G721',
  'GSM',
  'G723',
  'DVI4',
  'DVI4',
  'LPC',
  'PCMA',
  'G722',
  'L16',
  'L16',
  'QCELP',
  'CN',
  'MPA',
  'G728',
  'DVI4',
  'DVI4',
  'G729',
  'CN',
];
const ENCODING_NAMES_VIDEO: readonly (readonly [number, string])[] = [
  [25, 'CelB'],
  [26, 'JPEG'],
  [28, 'nv'],
  [31, 'H261'],
  [32, 'MPV'],
  [33, 'MP2T'],
  [34, 'H263'],
];
/** Wireshark's rate for a dynamic name that came without one; first match by prefix, longest names first. */
const PREFIX_RATES: readonly (readonly [string, number])[] = [
  ['telephone-event', 8000],
  ['t140', 1000],
  ['smv0', 8000],
  ['smv', 8000],
  ['red', 1000],
  ['raw', 90000],
  ['pointer', 90000],
  ['opus', 48000],
  ['mpa-robust', 90000],
  ['mp4v-es', 90000],
  ['mp2p', 90000],
  ['mp1s', 90000],
  ['h264', 90000],
  ['h263-2000', 90000],
  ['h263-1998', 90000],
  ['gsm-efr', 8000],
  ['g729e', 8000],
  ['g729d', 8000],
  ['g726-40', 8000],
  ['g726-32', 8000],
  ['g726-24', 8000],
  ['g726-16', 8000],
  ['g7221', 16000],
  ['evs', 16000],
  ['evrcwb1', 16000],
  ['evrcwb0', 16000],
  ['evrcwb', 16000],
  ['evrcb1', 8000],
  ['evrcb0', 8000],
  ['evrcb', 8000],
  ['evrc1', 8000],
  ['evrc0', 8000],
  ['evrc', 8000],
  ['dv', 90000],
  ['bt656', 90000],
  ['bmpeg', 90000],
  ['amr-wb', 16000],
  ['amr', 8000],
];
/** Names without any SDP: Wireshark's default bindings of the dynamic range. */
const DEFAULT_DYNAMIC: ReadonlyMap<number, string> = new Map([
  [99, 'rtp.rfc2198'],
  [100, 'rtpevent'],
  [101, 'rtpevent'],
]);

/** Hz of the static types, 0 where unknown; 128 entries. */
export const staticClocks: Int32Array = makeStaticClocks();

function makeStaticClocks(): Int32Array {
  const clocks = new Int32Array(128);
  for (const type of [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 18, 19]) clocks[type] = 8000;
  clocks[6] = 16000;
  clocks[10] = clocks[11] = 44100;
  clocks[16] = 11025;
  clocks[17] = 22050;
  for (const type of [14, 25, 26, 28, 31, 32, 33, 34]) clocks[type] = 90000;
  return clocks;
}

/** Comfort noise: RFC 3389, and 19 which was reserved for it before. */
export function isComfortNoise(payloadType: number): boolean {
  return payloadType === 13 || payloadType === 19;
}

/** Hz by Wireshark's table of name prefixes, 0 when no prefix fits. */
export function clockRateByName(name: string): number {
  const lower = name.toLowerCase();
  for (const [prefix, rate] of PREFIX_RATES) if (lower.startsWith(prefix)) return rate;
  return 0;
}

/** The name tshark prints for a type below 96. */
export function staticShortName(payloadType: number): string {
  const name = SHORT_NAMES[payloadType] ?? SHORT_NAMES_VIDEO.find(([type]) => type === payloadType)?.[1];
  return name ?? (payloadType >= 72 && payloadType <= 76 ? 'Reserved for RTCP conflict avoidance' : 'Unassigned');
}

/** RFC 3551's encoding name of a static type; undefined when it has none. */
export function staticEncodingName(payloadType: number): string | undefined {
  return ENCODING_NAMES[payloadType] ?? ENCODING_NAMES_VIDEO.find(([type]) => type === payloadType)?.[1];
}

/** One rtpmap: the encoding name as the SDP spells it and its clock rate in Hz (0 when it gave none). */
export interface PayloadMapping {
  readonly payloadType: number;
  readonly name: string;
  readonly clockRate: number;
}

/** The identity of a map in PayloadMaps; noMap where no SDP applies. */
export type PayloadMapId = number & { readonly unit?: 'payload map id' };
export const noMap: PayloadMapId = 0;

/** In the clock table: the type is a telephone-event, which has no media clock. */
export const eventClock = -1;

/**
 * All maps that SDP announced, equal ones kept once, each as 128 clock entries in one flat table so that the pass finds a
 * packet's clock with one load: clocks[(map << 7) | payloadType] is Hz, 0 unknown, eventClock for telephone-event.
 */
export class PayloadMaps {
  clocks: Int32Array = new Int32Array(128 * 16);
  #count = 0;
  readonly #names: (readonly (string | undefined)[])[] = [];
  readonly #byKey = new Map<string, PayloadMapId>();

  constructor() {
    const names: (string | undefined)[] = [];
    for (const [type, name] of DEFAULT_DYNAMIC) names[type] = name;
    this.#append(staticClocks, names);
  }

  get count(): number {
    return this.#count;
  }

  /** The id of the map these rtpmaps make; mappings of types below 96 are ignored, as in Wireshark. A later mapping of a type wins. */
  add(mappings: Iterable<PayloadMapping>): PayloadMapId {
    const clocks = staticClocks.slice();
    const names: (string | undefined)[] = [];
    for (const { payloadType, name, clockRate } of mappings) {
      if (!Number.isInteger(payloadType) || payloadType < 96 || payloadType > 127) continue;
      names[payloadType] = name;
      clocks[payloadType] = dynamicClock(name, clockRate);
    }
    return this.#keep(clocks, names);
  }

  /** The map `base` with types named anew, static ones too: what a person says beats RFC 3551 and the SDP. */
  named(base: PayloadMapId, mappings: Iterable<PayloadMapping>): PayloadMapId {
    const clocks = this.clocks.slice(base << 7, (base + 1) << 7);
    const names = base === noMap ? [] : [...this.#names[base]!];
    for (const { payloadType, name, clockRate } of mappings) {
      if (!Number.isInteger(payloadType) || payloadType < 0 || payloadType > 127) continue;
      names[payloadType] = name;
      clocks[payloadType] = dynamicClock(name, clockRate) || staticClockOf(name);
    }
    return this.#keep(clocks, names);
  }

  /** Hz of a type under a map, 0 unknown, eventClock for telephone-event. */
  clock(map: PayloadMapId, payloadType: number): number {
    return this.clocks[(map << 7) | payloadType] ?? 0;
  }

  /** The name tshark prints: the name a person gave, static short name, the SDP's encoding name, `rtpevent`, `RTPType-97`. */
  shortName(map: PayloadMapId, payloadType: number): string {
    return this.#names[map]?.[payloadType] ?? (payloadType < 96 ? staticShortName(payloadType) : `RTPType-${payloadType}`);
  }

  /** The encoding name a person gave, of the SDP or of RFC 3551; undefined when nobody named the type. */
  encodingName(map: PayloadMapId, payloadType: number): string | undefined {
    const told = map === noMap ? undefined : this.#names[map]?.[payloadType];
    return told ?? (payloadType < 96 ? staticEncodingName(payloadType) : undefined);
  }

  #keep(clocks: Int32Array, names: readonly (string | undefined)[]): PayloadMapId {
    let key = '';
    for (let type = 0; type < 128; type++) if (names[type] !== undefined) key += `${type} ${clocks[type]} ${names[type]}\n`;
    let id = this.#byKey.get(key);
    if (id === undefined) this.#byKey.set(key, (id = this.#append(clocks, names)));
    return id;
  }

  #append(clocks: Int32Array, names: readonly (string | undefined)[]): PayloadMapId {
    const id = this.#count++;
    if ((id + 1) << 7 > this.clocks.length) {
      const grown = new Int32Array(this.clocks.length * 2);
      grown.set(this.clocks);
      this.clocks = grown;
    }
    this.clocks.set(clocks, id << 7);
    this.#names.push(names);
    return id;
  }
}

/** The rate that RFC 3551 fixes for an encoding name; 0 for others, and for names that have several. */
function staticClockOf(name: string): number {
  const lower = name.toLowerCase();
  for (let type = 0; type < 96; type++) {
    if (staticEncodingName(type)?.toLowerCase() === lower) return lower === 'dvi4' || lower === 'l16' ? 0 : staticClocks[type]!;
  }
  return 0;
}

function dynamicClock(name: string, clockRate: number): number {
  if (name.toLowerCase().startsWith('telephone-event')) return eventClock;
  const rate = Number.isInteger(clockRate) && clockRate > 0 && clockRate <= 0x7fffffff ? clockRate : 0;
  return rate !== 0 ? rate : clockRateByName(name);
}

/**
 * Payload types seen, ascending, joined as tshark's `-z rtp,streams` prints them. What came only before the announcement
 * (map -1) tshark does not know; it is named when there is nothing else.
 */
export function joinPayloadNames(maps: PayloadMaps, used: readonly { readonly payloadType: number; readonly map: PayloadMapId }[]): string {
  const counted = used.filter(({ map }) => map >= 0);
  return [...(counted.length > 0 ? counted : used)]
    .sort((a, b) => a.payloadType - b.payloadType)
    .map(({ payloadType, map }) => maps.shortName(map, payloadType))
    .join(', ');
}

const VIDEO = /^(h26[1-6]|vp[89]|av1|mp4v|mpv|jpeg|celb|nv|raw|mp2t|mp1s|mp2p|bmpeg|bt656|theora)/i;
const NEITHER = /^(telephone-event|cn$|t140|red$|rtx|ulpfec|flexfec|parityfec|t38|rtpevent)/i;

/** What a type most likely carries, by its encoding name; 'other' when it is neither sound nor picture or nobody knows. */
export function mediaOf(encodingName: string | undefined): 'audio' | 'video' | 'other' {
  if (encodingName === undefined || NEITHER.test(encodingName)) return 'other';
  return VIDEO.test(encodingName) ? 'video' : 'audio';
}
