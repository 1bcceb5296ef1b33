/**
 * Fax over UDPTL (ITU-T T.38 section 9, semantics 10.1), as far as it takes to tell such packets on an announced image
 * line: sequence number, primary IFP packet, and what kind of error recovery follows. Reads only inside [at, end).
 */

import type { Field } from '../base/field.ts';
import { octetsField } from '../wire/inspect-octets.ts';

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
];
/** Data types by number (T.38 table 6). */
export const t30DataTypes: readonly string[] = ['v21', 'v27-2400', 'v27-4800', 'v29-7200', 'v29-9600', 'v17-7200', 'v17-9600', 'v17-12000', 'v17-14400'];

/** Octets of the primary IFP packet as its length determinant says (aligned PER): -1 when it is cut or fragmented. */
export function primaryLength(view: DataView, at: number, end: number): number {
  if (end - at < 3) return -1;
  const first = view.getUint8(at + 2);
  if (first < 0x80) return first;
  if (first >= 0xc0 || end - at < 4) return -1;
  return ((first & 0x3f) << 8) | view.getUint8(at + 3);
}

/** Where the primary IFP packet starts; meaningful when primaryLength() is not -1. */
export function primaryAt(view: DataView, at: number): number {
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

/** The T.30 indicator of the primary packet, or -1 when it carries data. */
export function indicator(view: DataView, at: number, end: number): number {
  const primary = primaryAt(view, at);
  if (primary >= end) return -1;
  const first = view.getUint8(primary);
  // bits: data field present, choice (0 indicator, 1 data), extension, then four bits of value
  return (first & 0x40) === 0 ? (first >> 1) & 0x0f : -1;
}

/** The data type of the primary packet, or -1 when it is an indicator. */
export function dataType(view: DataView, at: number, end: number): number {
  const primary = primaryAt(view, at);
  if (primary >= end) return -1;
  const first = view.getUint8(primary);
  return (first & 0x40) !== 0 ? (first >> 1) & 0x0f : -1;
}

/** The packet as fields for the packet inspector. */
export function inspectUdptl(view: DataView, at: number, end: number): Field {
  const length = primaryLength(view, at, end);
  if (length < 0) return octetsField('udptl', 'UDPTL', at, end - at, 'udptl.short');
  const primary = primaryAt(view, at);
  const shown = Math.min(length, end - primary);
  const signal = indicator(view, at, end);
  const data = dataType(view, at, end);
  const value = signal >= 0 ? (t30Indicators[signal] ?? String(signal)) : (t30DataTypes[data] ?? String(data));
  const recovery = primary + length;
  const children: Field[] = [
    { key: 't38.seq_number', name: 'sequence number', value: String(view.getUint16(at)), at, length: 2, reference: 'T.38 section 9.1' },
    {
      key: signal >= 0 ? 't38.t30_indicator' : 't38.t30_data',
      name: signal >= 0 ? 'T.30 indicator' : 'T.30 data',
      value,
      at: primary,
      length: Math.max(0, shown),
      ...(shown < length ? { problem: 'udptl.primary-cut' } : {}),
    },
  ];
  if (recovery < end) {
    children.push({
      key: 't38.error_recovery',
      name: 'error recovery',
      value: (view.getUint8(recovery) & 0x80) === 0 ? 'secondary IFP packets' : 'FEC',
      at: recovery,
      length: end - recovery,
    });
  }
  return { key: 'udptl', name: 'UDPTL', value, at, length: end - at, reference: 'T.38 section 9.1', children };
}
