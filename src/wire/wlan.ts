/**
 * IEEE 802.11 frames (IEEE 802.11-2020 section 9.2): which kind, how long the header is, and aggregated MSDUs (9.3.2.2.2). Fields are
 * little-endian. Promise: no accessor reads outside what headerLength() found whole.
 */
import type { Field } from '../base/field.ts';
import { macText } from './ethernet.ts';
import { flagNames, hex } from './inspect-octets.ts';

export const frameTypes = { MANAGEMENT: 0, CONTROL: 1, DATA: 2 } as const;

const TO_DS = 0x01;
const FROM_DS = 0x02;
const MORE_FRAGMENTS = 0x04;
const PROTECTED = 0x40;
const HT_CONTROL = 0x80;
/** bits of a data frame's subtype */
const NO_DATA = 4;
const QOS = 8;
const A_MSDU = 0x80;
const MESH_CONTROL = 0x01;

const subtypeNames: readonly (readonly string[])[] = [
  [
    'Association Request',
    'Association Response',
    'Reassociation Request',
    'Reassociation Response',
    'Probe Request',
    'Probe Response',
    'Timing Advertisement',
    '',
    'Beacon',
    'ATIM',
    'Disassociation',
    'Authentication',
    'Deauthentication',
    'Action',
    'Action No Ack',
  ],
  [
    '',
    '',
    'Trigger',
    'TACK',
    'Beamforming Report Poll',
    'VHT NDP Announcement',
    'Control Frame Extension',
    'Control Wrapper',
    'Block Ack Request',
    'Block Ack',
    'PS-Poll',
    'RTS',
    'CTS',
    'Ack',
    'CF-End',
  ],
  [
    'Data',
    'Data + CF-Ack',
    'Data + CF-Poll',
    'Data + CF-Ack + CF-Poll',
    'Null',
    'CF-Ack',
    'CF-Poll',
    'CF-Ack + CF-Poll',
    'QoS Data',
    'QoS Data + CF-Ack',
    'QoS Data + CF-Poll',
    'QoS Data + CF-Ack + CF-Poll',
    'QoS Null',
    '',
    'QoS CF-Poll',
  ],
];

/** Octets of the MAC header at `at`, up to the frame body; -1 when it is not all there. */
export function headerLength(view: DataView, at: number, end: number): number {
  if (at + 2 > end) return -1;
  const length = frameType(view, at) === frameTypes.DATA ? dataHeaderLength(view, at) : frameType(view, at) === frameTypes.MANAGEMENT ? 24 : 10;
  return at + length > end ? -1 : length;
}

function dataHeaderLength(view: DataView, at: number): number {
  const flags = view.getUint8(at + 1);
  const isQos = (subtype(view, at) & QOS) !== 0;
  return 24 + ((flags & (TO_DS | FROM_DS)) === 3 ? 6 : 0) + (isQos ? 2 : 0) + (isQos && (flags & HT_CONTROL) !== 0 ? 4 : 0);
}

/** 0 for all frames of today */
export function version(view: DataView, at: number): number {
  return view.getUint8(at) & 3;
}
export function frameType(view: DataView, at: number): number {
  return (view.getUint8(at) >>> 2) & 3;
}
function subtype(view: DataView, at: number): number {
  return view.getUint8(at) >>> 4;
}
/** True for data frames that carry nothing (Null, CF-Poll …). */
export function isWithoutData(view: DataView, at: number): boolean {
  return (subtype(view, at) & NO_DATA) !== 0;
}
export function isProtected(view: DataView, at: number): boolean {
  return (view.getUint8(at + 1) & PROTECTED) !== 0;
}
/** True for a piece of an MSDU (section 10.4). */
export function isFragment(view: DataView, at: number): boolean {
  return (view.getUint8(at + 1) & MORE_FRAGMENTS) !== 0 || (view.getUint8(at + 22) & 15) !== 0;
}

/** Where the QoS Control of a data frame stands; -1 when it has none. */
function qosAt(view: DataView, at: number): number {
  if ((subtype(view, at) & QOS) === 0) return -1;
  return at + ((view.getUint8(at + 1) & (TO_DS | FROM_DS)) === 3 ? 30 : 24);
}

export function isAggregate(view: DataView, at: number): boolean {
  const qos = qosAt(view, at);
  return qos >= 0 && (view.getUint8(qos) & A_MSDU) !== 0;
}

/** Octets of a Mesh Control field (9.2.4.7.3) at `body`, of a frame whose QoS Control announces one; 0 without. */
export function meshControlLength(view: DataView, at: number, body: number, end: number): number {
  const qos = qosAt(view, at);
  const isMesh = qos >= 0 && (view.getUint8(at + 1) & (TO_DS | FROM_DS)) === 3 && (view.getUint8(qos + 1) & MESH_CONTROL) !== 0;
  return isMesh && body < end ? 6 + 6 * (view.getUint8(body) & 3) : 0;
}

/** "Beacon", "QoS Data"; needs one octet. */
export function frameName(view: DataView, at: number): string {
  const name = subtypeNames[frameType(view, at)]?.[subtype(view, at)];
  return name === undefined || name === '' ? 'Reserved' : name;
}

/** @param length octets of the header, as headerLength() said */
export function inspect(view: DataView, at: number, length: number): Field {
  const flags = view.getUint8(at + 1);
  const flagsOf = ['To DS', 'From DS', 'More Fragments', 'Retry', 'Power Management', 'More Data', 'Protected', 'HTC/Order'];
  const children: Field[] = [
    { key: 'wlan.fc.type_subtype', name: 'Type and Subtype', value: `${frameName(view, at)} (${hex(view.getUint8(at), 2)})`, at, length: 1 },
    { key: 'wlan.flags', name: 'Flags', value: flagNames(flags, flagsOf), at: at + 1, length: 1 },
    { key: 'wlan.duration', name: 'Duration', value: String(view.getUint16(at + 2, true)), at: at + 2, length: 2 },
    { key: 'wlan.ra', name: 'Address 1', value: macText(view, at + 4), at: at + 4, length: 6 },
  ];
  if (length >= 24) {
    children.push({ key: 'wlan.ta', name: 'Address 2', value: macText(view, at + 10), at: at + 10, length: 6 });
    children.push({ key: 'wlan.addr3', name: 'Address 3', value: macText(view, at + 16), at: at + 16, length: 6 });
    children.push({ key: 'wlan.frag', name: 'Fragment Number', value: String(view.getUint8(at + 22) & 15), at: at + 22, length: 1 });
    children.push({ key: 'wlan.seq', name: 'Sequence Number', value: String(view.getUint16(at + 22, true) >>> 4), at: at + 22, length: 2 });
  }
  if (frameType(view, at) === frameTypes.DATA) {
    if ((flags & 3) === 3) children.push({ key: 'wlan.addr4', name: 'Address 4', value: macText(view, at + 24), at: at + 24, length: 6 });
    const qos = qosAt(view, at);
    if (qos >= 0) children.push({ key: 'wlan.qos', name: 'QoS Control', value: hex(view.getUint16(qos, true), 4), at: qos, length: 2 });
    if (qos >= 0 && (flags & HT_CONTROL) !== 0)
      children.push({ key: 'wlan.htc', name: 'HT Control', value: hex(view.getUint32(qos + 2, true), 8), at: qos + 2, length: 4 });
  }
  return { key: 'wlan', name: 'IEEE 802.11', value: frameName(view, at), at, length, reference: 'IEEE 802.11 section 9.2', children };
}

/** Octets before the frame in an aggregate: two addresses and a length. */
export const SUBFRAME_HEADER = 14;

export function inspectSubframe(view: DataView, at: number): Field {
  return {
    key: 'wlan_aggregate',
    name: 'A-MSDU Subframe',
    at,
    length: SUBFRAME_HEADER,
    reference: 'IEEE 802.11 section 9.3.2.2.2',
    children: [
      { key: 'wlan_aggregate.da', name: 'Destination', value: macText(view, at), at, length: 6 },
      { key: 'wlan_aggregate.sa', name: 'Source', value: macText(view, at + 6), at: at + 6, length: 6 },
      { key: 'wlan_aggregate.length', name: 'Length', value: String(view.getUint16(at + 12)), at: at + 12, length: 2 },
    ],
  };
}
