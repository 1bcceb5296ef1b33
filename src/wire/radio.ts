/**
 * What receivers put before IEEE 802.11 frames: radiotap (radiotap.org), Prism, AVS, and PPI, which may stand before any link
 * layer. Promise: no read outside [at, end); -1 for headers that are not all there.
 */
import type { Field } from '../base/field.ts';
import { hex } from './inspect-octets.ts';

const RADIOTAP_LEAST = 8;
const FLAGS_PRESENT = 2;
const TSFT_PRESENT = 1;
const PADDED = 0x20;
const FCS = 0x10;
const PRISM_MESSAGE = 0x44;
const PRISM_OTHER_MESSAGE = 0x41;
const AVS_MAGIC = 0x80211;

export function radiotapLength(view: DataView, at: number, end: number): number {
  if (at + RADIOTAP_LEAST > end || view.getUint8(at) !== 0) return -1;
  const length = view.getUint16(at + 2, true);
  return length < RADIOTAP_LEAST || at + length > end ? -1 : length;
}

/** The Flags field of the header [at, at + length); 0 when it has none. */
export function radiotapFlags(view: DataView, at: number, length: number): number {
  const present = view.getUint32(at + 4, true);
  if ((present & FLAGS_PRESENT) === 0) return 0;
  let p = 8;
  for (let word = present; word >>> 31 === 1 && p + 4 <= length; p += 4) word = view.getUint32(at + p, true);
  if ((present & TSFT_PRESENT) !== 0) p = ((p + 7) & ~7) + 8;
  return p < length ? view.getUint8(at + p) : 0;
}

/** True when octets were put between header and body so that this begins at a multiple of four. */
export function isPadded(flags: number): boolean {
  return (flags & PADDED) !== 0;
}

export function inspectRadiotap(view: DataView, at: number, length: number): Field {
  const flags = radiotapFlags(view, at, length);
  const notes = [isPadded(flags) ? 'padded' : '', (flags & FCS) === 0 ? '' : 'frame check sequence at the end'].filter((note) => note !== '').join(', ');
  return {
    key: 'radiotap',
    name: 'Radiotap Header',
    at,
    length,
    reference: 'radiotap.org',
    children: [
      { key: 'radiotap.length', name: 'Length', value: String(length), at: at + 2, length: 2 },
      { key: 'radiotap.present', name: 'Present Flags', value: hex(view.getUint32(at + 4, true), 8), at: at + 4, length: 4 },
      { key: 'radiotap.flags', name: 'Flags', value: `${hex(flags, 2)}${notes === '' ? '' : ` (${notes})`}`, at, length },
    ],
  };
}

/** Octets of a Prism header, or of an AVS header that some drivers put under the same link type. */
export function prismLength(view: DataView, at: number, end: number): number {
  if (isAvs(view, at, end)) return avsLength(view, at, end);
  if (at + 8 > end) return -1;
  const isLittle = isPrismCode(view.getUint32(at, true));
  if (!isLittle && !isPrismCode(view.getUint32(at))) return -1;
  const length = view.getUint32(at + 4, isLittle);
  return length < 24 || at + length > end ? -1 : length;
}

function isPrismCode(code: number): boolean {
  return code === PRISM_MESSAGE || code === PRISM_OTHER_MESSAGE;
}

function isAvs(view: DataView, at: number, end: number): boolean {
  return at + 8 <= end && view.getUint32(at) >>> 12 === AVS_MAGIC;
}

export function avsLength(view: DataView, at: number, end: number): number {
  if (!isAvs(view, at, end)) return -1;
  const length = view.getUint32(at + 4);
  return length < 8 || at + length > end ? -1 : length;
}

export function inspectPrism(view: DataView, at: number, length: number): Field {
  return isAvs(view, at, at + length) ? inspectAvs(view, at, length) : { key: 'prism', name: 'Prism Capture Header', at, length };
}

export function inspectAvs(view: DataView, at: number, length: number): Field {
  const children: Field[] = [{ key: 'wlancap.version', name: 'Version', value: hex(view.getUint32(at), 8), at, length: 4 }];
  return { key: 'wlancap', name: 'AVS WLAN Capture Header', at, length, children };
}

/** Per-Packet Information (CACE Technologies, 2007): version, flags, length, and the link type of what follows. */
export function ppiLength(view: DataView, at: number, end: number): number {
  if (at + 8 > end || view.getUint8(at) !== 0) return -1;
  const length = view.getUint16(at + 2, true);
  return length < 8 || at + length > end ? -1 : length;
}

export function ppiLinkType(view: DataView, at: number): number {
  return view.getUint32(at + 4, true);
}

export function inspectPpi(view: DataView, at: number, length: number): Field {
  const children: Field[] = [{ key: 'ppi.dlt', name: 'Link Type', value: String(ppiLinkType(view, at)), at: at + 4, length: 4 }];
  for (let p = at + 8; p + 4 <= at + length; ) {
    const octets = 4 + view.getUint16(p + 2, true);
    if (p + octets > at + length) break;
    children.push({ key: 'ppi.field', name: `Field ${view.getUint16(p, true)}`, at: p, length: octets });
    p += octets;
  }
  return { key: 'ppi', name: 'Per-Packet Information', at, length, children };
}
