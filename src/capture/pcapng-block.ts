/** Numbers of pcapng (draft-ietf-opsawg-pcapng): block types, smallest lengths, and whether a block header can be one. */

export const blockTypes = {
  interfaceDescription: 1,
  packet: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  journal: 9,
  secrets: 10,
  custom: 0xbad,
  sysdigEvent: 0x204,
  sysdigEvent2: 0x216,
  sysdigEvent2Large: 0x221,
  customNoCopy: 0x40000bad,
  sectionHeader: 0x0a0d0d0a,
} as const;

export const BYTE_ORDER = 0x1a2b3c4d;
/** octets of a block above which a damaged length is likelier than a large block */
export const USUAL_BLOCK = 1_048_576;

const smallest = new Map<number, number>([
  [1, 20],
  [2, 32],
  [3, 16],
  [4, 12],
  [5, 24],
  [6, 32],
  [9, 12],
  [10, 20],
  [0xbad, 16],
  [0x204, 12],
  [0x216, 12],
  [0x221, 12],
  [0x40000bad, 16],
  [0x0a0d0d0a, 28],
]);

/** Octets a block of a type has at least; 12 for a type we do not know. */
export function smallestBlock(type: number): number {
  return smallest.get(type) ?? 12;
}

/** True when the eight octets at `at` could begin a block: a known type with a length that such a block can have. */
export function isBlockHeader(view: DataView, at: number, littleEndian: boolean): boolean {
  const least = smallest.get(view.getUint32(at, littleEndian));
  if (least === undefined) return false;
  const length = view.getUint32(at + 4, littleEndian);
  if (view.getUint32(at) === blockTypes.sectionHeader) return true;
  return length >= least && length <= USUAL_BLOCK && (length & 3) === 0;
}
