/**
 * One UDPTL packet of T.38 (ITU-T T.38 section 9, aligned PER; semantics 10.1): sequence number, the primary IFP packet, and
 * what its sender adds against loss: earlier IFP packets again, or parity over them. Positions only; reads nothing outside
 * [at, end), and what does not fit is a problem with its place, not an error.
 */

export interface Stretch {
  readonly at: number;
  readonly end: number;
}

export interface Udptl {
  readonly sequence: number;
  readonly primary: Stretch;
  readonly recovery: 'secondary' | 'fec' | 'none';
  /** octet with the choice of recovery */
  readonly recoveryAt: number;
  /** secondary IFP packets, newest first: sequence − 1, − 2, … */
  readonly secondaries: readonly Stretch[];
  /** FEC: packets each parity covers, and the parities */
  readonly fecSpan: number;
  readonly fec: readonly Stretch[];
  readonly problem: 'udptl.primary-cut' | 'udptl.recovery-cut' | undefined;
}

/** Parts of error recovery that are read: far beyond what any sender uses. */
const MOST_PARTS = 64;

/** The packet view[at, end); undefined when there is not even a primary packet of one octet. */
export function parseUdptl(view: DataView, at: number, end: number): Udptl | undefined {
  if (end - at < 4) return undefined;
  const primary = openType(view, at + 2, end);
  if (primary === undefined || primary.end === primary.at) return undefined;
  const head = { sequence: view.getUint16(at), primary: { at: primary.at, end: Math.min(primary.end, end) }, recoveryAt: primary.end };
  const nothing = { secondaries: [], fecSpan: 0, fec: [] };
  if (primary.end > end) return { ...head, recovery: 'none', ...nothing, problem: 'udptl.primary-cut' };
  if (primary.end === end) return { ...head, recovery: 'none', ...nothing, problem: 'udptl.recovery-cut' };
  if ((view.getUint8(primary.end) & 0x80) === 0) {
    const list = listOf(view, primary.end + 1, end);
    return { ...head, recovery: 'secondary', ...nothing, secondaries: list.parts, problem: list.isWhole ? undefined : 'udptl.recovery-cut' };
  }
  // fec-npackets is an unconstrained INTEGER: its length, then its octets
  const lengthAt = primary.end + 1;
  const octets = lengthAt < end ? view.getUint8(lengthAt) : 0;
  if (octets !== 1 || lengthAt + 2 > end) return { ...head, recovery: 'fec', ...nothing, problem: 'udptl.recovery-cut' };
  const list = listOf(view, lengthAt + 2, end);
  return {
    ...head,
    recovery: 'fec',
    ...nothing,
    fecSpan: view.getUint8(lengthAt + 1),
    fec: list.parts,
    problem: list.isWhole ? undefined : 'udptl.recovery-cut',
  };
}

/** An open type or octet string: length determinant of one octet, or of two from 128 on. Its end may lie beyond `end`. */
function openType(view: DataView, at: number, end: number): Stretch | undefined {
  if (at >= end) return undefined;
  const first = view.getUint8(at);
  if (first < 0x80) return { at: at + 1, end: at + 1 + first };
  if (first >= 0xc0 || at + 2 > end) return undefined;
  return { at: at + 2, end: at + 2 + (((first & 0x3f) << 8) | view.getUint8(at + 1)) };
}

function listOf(view: DataView, at: number, end: number): { readonly parts: readonly Stretch[]; readonly isWhole: boolean } {
  const parts: Stretch[] = [];
  if (at >= end) return { parts, isWhole: false };
  const count = view.getUint8(at);
  let next = at + 1;
  for (let i = 0; i < count; i++) {
    const part = i < MOST_PARTS ? openType(view, next, end) : undefined;
    if (part === undefined || part.end > end) return { parts, isWhole: false };
    parts.push(part);
    next = part.end;
  }
  return { parts, isWhole: true };
}
