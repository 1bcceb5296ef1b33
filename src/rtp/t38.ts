/**
 * Fax over UDPTL (ITU-T T.38 section 9, semantics 10.1), as far as it takes to tell such packets on an announced image
 * line: udptl.ts, ifp.ts and t30.ts read them. Reads only inside [at, end).
 */

/** T.30 indicators by number (T.38 table 5). */
export const t30Indicators: readonly string[] = [
  'no-signal',
  'cng',
  'ced',
  'v21-preamble',
  'v27-2400-training',
  'v27-4800-training',
  'v29-7200-training',
  'v29-9600-training',
  'v17-7200-short-training',
  'v17-7200-long-training',
  'v17-9600-short-training',
  'v17-9600-long-training',
  'v17-12000-short-training',
  'v17-12000-long-training',
  'v17-14400-short-training',
  'v17-14400-long-training',
  'v8-ansam',
  'v8-signal',
  'v34-cntl-channel-1200',
  'v34-pri-channel',
  'v34-CC-retrain',
  'v33-12000-training',
  'v33-14400-training',
];
/** Data types by number (T.38 table 6). */
export const t30DataTypes: readonly string[] = [
  'v21',
  'v27-2400',
  'v27-4800',
  'v29-7200',
  'v29-9600',
  'v17-7200',
  'v17-9600',
  'v17-12000',
  'v17-14400',
  'v8',
  'v34-pri-rate',
  'v34-CC-1200',
  'v34-pri-ch',
  'v33-12000',
  'v33-14400',
];

/** Octets of the primary IFP packet as its length determinant says (aligned PER): -1 when it is cut or fragmented. */
function primaryLength(view: DataView, at: number, end: number): number {
  if (end - at < 3) return -1;
  const first = view.getUint8(at + 2);
  if (first < 0x80) return first;
  if (first >= 0xc0 || end - at < 4) return -1;
  return ((first & 0x3f) << 8) | view.getUint8(at + 3);
}

/** Where the primary IFP packet starts; meaningful when primaryLength() is not -1. */
function primaryAt(view: DataView, at: number): number {
  return view.getUint8(at + 2) < 0x80 ? at + 3 : at + 4;
}

/** True when view[at, end) has the shape of UDPTL: a primary packet of one octet or more that fits, and error recovery after it. */
export function looksLikeUdptl(view: DataView, at: number, end: number): boolean {
  const length = primaryLength(view, at, end);
  if (length < 1) return false;
  const recovery = primaryAt(view, at) + length;
  // the choice bit leads the recovery octet: 0 secondary packets (a count follows), 1 FEC; the six bits below are padding
  return recovery + 2 <= end && (view.getUint8(recovery) & 0x7f) === 0;
}
