/**
 * T.30 as it stands in HDLC frames (ITU-T T.30 section 5.3, as carried by T.38: first bit sent is the most significant): the
 * names of frames by control field, what DIS and DCS agree on, identification digits. Reads nothing outside its octets.
 */

/** By facsimile control field without its leading X bit (T.30 section 5.3.6). */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x01, 'DIS'],
  [0x02, 'CSI'],
  [0x04, 'NSF'],
  [0x21, 'CFR'],
  [0x22, 'FTT'],
  [0x23, 'CTR'],
  [0x31, 'MCF'],
  [0x32, 'RTN'],
  [0x33, 'RTP'],
  [0x34, 'PIN'],
  [0x35, 'PIP'],
  [0x37, 'RNR'],
  [0x38, 'ERR'],
  [0x3d, 'PPR'],
  [0x3f, 'FDM'],
  [0x41, 'DCS'],
  [0x42, 'TSI'],
  [0x43, 'SUB'],
  [0x44, 'NSS'],
  [0x45, 'SID'],
  [0x46, 'PWD'],
  [0x48, 'CTC'],
  [0x58, 'CRP'],
  [0x5f, 'DCN'],
  [0x60, 'FCD'],
  [0x61, 'RCP'],
  [0x71, 'EOM'],
  [0x72, 'MPS'],
  [0x73, 'EOR'],
  [0x74, 'EOP'],
  [0x76, 'RR'],
  [0x79, 'PRI-EOM'],
  [0x7a, 'PRI-MPS'],
  [0x7c, 'PRI-EOP'],
  [0x7d, 'PPS'],
]);
/** answers to a DTC have the same numbers as those to a DIS with the X bit: DTC, CIG, NSC, PWD */
const CALLER_NAMES: ReadonlyMap<number, string> = new Map([
  [0x81, 'DTC'],
  [0x82, 'CIG'],
  [0x84, 'NSC'],
  [0x83, 'PWD'],
  [0x85, 'SEP'],
]);
const SPEEDS: ReadonlyMap<number, readonly [number, string]> = new Map([
  [0b0000, [2400, 'V.27 ter']],
  [0b0100, [4800, 'V.27 ter']],
  [0b1000, [9600, 'V.29']],
  [0b1100, [7200, 'V.29']],
  [0b0010, [14400, 'V.33']],
  [0b0110, [12000, 'V.33']],
  [0b0001, [14400, 'V.17']],
  [0b0101, [12000, 'V.17']],
  [0b1001, [9600, 'V.17']],
  [0b1101, [7200, 'V.17']],
] as const);

/** What DCS commands. */
export interface T30Command {
  /** bit/s and modulation; undefined when the bits are of neither */
  readonly speed: number | undefined;
  readonly modulation: string | undefined;
  readonly isFine: boolean;
  readonly is2d: boolean;
  readonly ecm: boolean;
}

/** The name of a frame: "DIS", "PPS-EOP"; the number when it has none. @param frame address, control, facsimile control field, … */
export function frameName(frame: Uint8Array): string {
  if (frame.length < 3) return '?';
  const field = frame[2]!;
  const name = CALLER_NAMES.get(field) ?? NAMES.get(field & 0x7f);
  if (name === undefined) return `0x${field.toString(16).padStart(2, '0')}`;
  if (name !== 'PPS' && name !== 'EOR') return name;
  const second = frame[3] === undefined ? undefined : frame[3] === 0 ? 'NULL' : NAMES.get(frame[3] & 0x7f);
  return second === undefined ? name : `${name}-${second}`;
}

/** The command of a DCS frame; undefined when it is too short. */
export function commandOf(frame: Uint8Array): T30Command | undefined {
  if (frame.length < 6) return undefined;
  const second = frame[4]!;
  const rate = SPEEDS.get((second >> 2) & 0x0f);
  return {
    speed: rate?.[0],
    modulation: rate?.[1],
    isFine: (second & 0x02) !== 0,
    is2d: (second & 0x01) !== 0,
    ecm: frame.length > 6 && (frame[5]! & 0x01) !== 0 && (frame[6]! & 0x20) !== 0,
  };
}

/**
 * The name of CSI, TSI or CIG: twenty characters, last one first, each with its least significant bit first. Some programs
 * write plain text instead; no digit sent by the book is a printable octet, so the two are told apart.
 */
export function identificationOf(frame: Uint8Array): string {
  const octets = frame.subarray(3, 23);
  const isPlain = octets.length > 0 && octets.every(isPrintable);
  const codes = isPlain ? octets : octets.map(reversed).reverse();
  return String.fromCharCode(...codes.filter(isPrintable)).trim();
}

function isPrintable(octet: number): boolean {
  return octet >= 0x20 && octet < 0x7f;
}

function reversed(octet: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) if ((octet & (1 << bit)) !== 0) result |= 0x80 >> bit;
  return result;
}
