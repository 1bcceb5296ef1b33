/** The VoIP metrics report block (RFC 3611 section 4.7) as fields: what an endpoint says about the quality it got. */
import type { Field } from '../base/field.ts';
import { hex } from '../wire/inspect-octets.ts';

/** 127 in a field that may be unavailable. */
const UNAVAILABLE = 127;

/** @param at the block's body after its 4-octet head */
export function inspectVoipMetrics(view: DataView, at: number, end: number): Field[] {
  if (end - at < 32) return [];
  const reference = 'RFC 3611 section 4.7';
  const octet = (key: string, name: string, offset: number, show: (value: number) => string): Field => ({
    key: key.includes('.') ? key : `rtcp.xr.voipmetrics.${key}`,
    name,
    value: show(view.getUint8(at + offset)),
    at: at + offset,
    length: 1,
    reference,
  });
  const word = (key: string, name: string, offset: number): Field => ({
    key: key.includes('.') ? key : `rtcp.xr.voipmetrics.${key}`,
    name,
    value: `${view.getUint16(at + offset)} ms`,
    at: at + offset,
    length: 2,
    reference,
  });
  const share = (value: number): string => `${value}/256`;
  const level = (value: number): string => (value === UNAVAILABLE ? 'unavailable' : `${(value << 24) >> 24} dBm`);
  const number = (value: number): string => (value === UNAVAILABLE ? 'unavailable' : String(value));
  const score = (value: number): string => (value === UNAVAILABLE ? 'unavailable' : (value / 10).toFixed(1));
  return [
    { key: 'rtcp.ssrc.identifier', name: 'SSRC of source', value: hex(view.getUint32(at), 8), at, length: 4, reference },
    octet('rtcp.ssrc.fraction', 'loss rate', 4, share),
    octet('rtcp.ssrc.discarded', 'discard rate', 5, share),
    octet('burstdensity', 'burst density', 6, share),
    octet('gapdensity', 'gap density', 7, share),
    word('burstduration', 'burst duration', 8),
    word('gapduration', 'gap duration', 10),
    word('rtdelay', 'round trip delay', 12),
    word('esdelay', 'end system delay', 14),
    octet('signallevel', 'signal level', 16, level),
    octet('noiselevel', 'noise level', 17, level),
    octet('rerl', 'RERL', 18, number),
    octet('gmin', 'Gmin', 19, String),
    octet('rfactor', 'R factor', 20, number),
    octet('extrfactor', 'external R factor', 21, number),
    octet('moslq', 'MOS-LQ', 22, score),
    octet('moscq', 'MOS-CQ', 23, score),
    octet('plc', 'packet loss concealment', 24, (value) => ['unspecified', 'disabled', 'enhanced', 'standard'][value >>> 6]!),
    octet('jba', 'jitter buffer', 24, (value) => ['unknown', 'reserved', 'non-adaptive', 'adaptive'][(value >>> 4) & 3]!),
    octet('jbrate', 'jitter buffer rate', 24, (value) => String(value & 15)),
    word('jbnominal', 'jitter buffer nominal delay', 26),
    word('jbmax', 'jitter buffer maximum delay', 28),
    word('jbabsmax', 'jitter buffer absolute maximum delay', 30),
  ];
}
