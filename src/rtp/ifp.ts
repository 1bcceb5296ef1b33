/**
 * The IFP packet within T.38 (ITU-T T.38 section 8, annex A; aligned PER): a T.30 indicator, or data of a modulation in
 * fields. The field type was given three bits in 1998 and, since the corrigendum, an extension bit before them; which of
 * the two a sender writes follows from T38FaxVersion, or from its padding. Reads nothing outside [at, end).
 */

export interface IfpField {
  /** index into ifpFieldTypes, from 8 on the types of later versions */
  readonly type: number;
  /** octet with the type, then the field's data: empty when it carries none */
  readonly typeAt: number;
  readonly at: number;
  readonly end: number;
}

export interface Ifp {
  /** T.30 indicator, or -1 */
  readonly indicator: number;
  /** type of data, or -1 */
  readonly dataType: number;
  readonly fields: readonly IfpField[];
  readonly problem: 'ifp.cut' | undefined;
}

/** 1998: field types in three bits; corrected: an extension bit and three bits. */
export type IfpEdition = '1998' | 'corrected';

export const ifpFieldTypes: readonly string[] = [
  'hdlc-data',
  'hdlc-sig-end',
  'hdlc-fcs-OK',
  'hdlc-fcs-BAD',
  'hdlc-fcs-OK-sig-end',
  'hdlc-fcs-BAD-sig-end',
  't4-non-ecm-data',
  't4-non-ecm-sig-end',
  'cm-message',
  'jm-message',
  'ci-message',
  'v34rate',
];

const MOST_FIELDS = 256;

/** The IFP packet view[at, end); undefined when it is empty. */
export function parseIfp(view: DataView, at: number, end: number, edition: IfpEdition): Ifp | undefined {
  if (at >= end) return undefined;
  const first = view.getUint8(at);
  const hasData = (first & 0x80) !== 0;
  const isData = (first & 0x40) !== 0;
  const isExtended = (first & 0x20) !== 0;
  // extended: a zero bit and six bits of number follow, over two octets
  const isCut = isExtended && at + 2 > end;
  const value = isExtended ? (isData ? 9 : 16) + (isCut ? 0 : ((first & 0x0f) << 2) | (view.getUint8(at + 1) >> 6)) : (first >> 1) & 0x0f;
  const head = { indicator: isData ? -1 : value, dataType: isData ? value : -1 };
  const next = isExtended ? at + 2 : at + 1;
  if (isCut) return { ...head, fields: [], problem: 'ifp.cut' };
  if (!hasData) return { ...head, fields: [], problem: undefined };
  return { ...head, ...fieldsOf(view, next, end, edition) };
}

function fieldsOf(view: DataView, from: number, end: number, edition: IfpEdition): Pick<Ifp, 'fields' | 'problem'> {
  const fields: IfpField[] = [];
  if (from >= end) return { fields, problem: 'ifp.cut' };
  const count = view.getUint8(from);
  let at = from + 1;
  for (let i = 0; i < count && i < MOST_FIELDS; i++) {
    if (at >= end) return { fields, problem: 'ifp.cut' };
    const typeAt = at;
    const octet = view.getUint8(at++);
    let type = edition === '1998' ? (octet >> 4) & 7 : (octet >> 3) & 7;
    if (edition === 'corrected' && (octet & 0x40) !== 0) {
      if (at >= end) return { fields, problem: 'ifp.cut' };
      type = 8 + (((octet << 2) & 0x3c) | (view.getUint8(at++) >> 6));
    }
    if ((octet & 0x80) === 0) {
      fields.push({ type, typeAt, at, end: at });
      continue;
    }
    // OCTET STRING (SIZE (1..65535)): two octets of length − 1
    if (at + 2 > end) return { fields, problem: 'ifp.cut' };
    const length = view.getUint16(at) + 1;
    at += 2;
    if (at + length > end) {
      fields.push({ type, typeAt, at, end });
      return { fields, problem: 'ifp.cut' };
    }
    fields.push({ type, typeAt, at, end: at + length });
    at += length;
  }
  return { fields, problem: undefined };
}

/**
 * What the padding of a packet's first field says of its edition: 1 the corrected one, -1 that of 1998, 0 nothing. Odd field
 * types leave a bit where 1998 has padding; a type above three, written in 1998, leaves one where a correct one has none.
 */
export function editionHint(view: DataView, at: number, end: number): -1 | 0 | 1 {
  if (end - at < 3 || (view.getUint8(at) & 0xe0) !== 0xc0) return 0;
  const octet = view.getUint8(at + 2);
  if ((octet & 0x0f) !== 0) return (octet & 0x07) === 0 ? 1 : 0;
  // 0x40: type 4 of 1998, or the extension bit that no packet of a fax below V.34 sets
  return (octet & 0x40) !== 0 ? -1 : 0;
}
