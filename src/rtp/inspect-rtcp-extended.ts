/** Extended report blocks (RFC 3611 section 4) as fields for the packet inspector. Reads only inside [at, end). */
import type { Field } from '../base/field.ts';
import { hex } from '../wire/inspect-octets.ts';
import { inspectVoipMetrics } from './inspect-voip-metrics.ts';
import { ntpText } from './ntp-text.ts';

const BLOCK_NAMES: readonly string[] = [
  '',
  'Loss RLE',
  'Duplicate RLE',
  'Packet Receipt Times',
  'Receiver Reference Time',
  'DLRR',
  'Statistics Summary',
  'VoIP Metrics',
];
/** chunks, times and answers shown of one block */
const MOST = 256;

/** @param at the block's body after its 4-octet head @param specific the head's type-specific octet */
export function inspectExtended(view: DataView, at: number, end: number, kind: number, specific: number): Field {
  return {
    key: 'rtcp.xr.bt',
    name: BLOCK_NAMES[kind] || `block ${kind}`,
    value: String(kind),
    at: at - 4,
    length: end - at + 4,
    reference: `RFC 3611 section 4${kind >= 1 && kind <= 7 ? `.${kind}` : ''}`,
    children: [
      { key: 'rtcp.xr.bs', name: 'type-specific', value: hex(specific, 2), at: at - 3, length: 1 },
      { key: 'rtcp.xr.bl', name: 'block length', value: String((end - at) / 4), at: at - 2, length: 2 },
      ...inspectBody(view, at, end, kind, specific),
    ],
  };
}

function inspectBody(view: DataView, at: number, end: number, kind: number, specific: number): Field[] {
  if (kind === 7) return inspectVoipMetrics(view, at, end);
  if (kind === 4 && end - at >= 8)
    return [{ key: 'rtcp.xr.timestamp', name: 'NTP timestamp', value: ntpText(view.getUint32(at), view.getUint32(at + 4)), at, length: 8 }];
  if (kind === 5) return inspectAnswers(view, at, end);
  if (kind === 6 && end - at >= 36) return inspectStatistics(view, at, specific);
  if (kind >= 1 && kind <= 3 && end - at >= 8) return inspectSequences(view, at, end, kind, specific);
  return end > at ? [{ key: 'rtcp.xr.contents', name: 'contents', value: String(end - at), at, length: end - at }] : [];
}

function sourceField(view: DataView, at: number): Field {
  return { key: 'rtcp.ssrc.identifier', name: 'SSRC of source', value: hex(view.getUint32(at), 8), at, length: 4 };
}

function range(view: DataView, at: number): Field[] {
  return [
    { key: 'rtcp.xr.beginseq', name: 'begin_seq', value: String(view.getUint16(at)), at, length: 2 },
    { key: 'rtcp.xr.endseq', name: 'end_seq', value: String(view.getUint16(at + 2)), at: at + 2, length: 2 },
  ];
}

/** Run-length chunks (4.1), or the times of receipt (4.3). */
function inspectSequences(view: DataView, at: number, end: number, kind: number, specific: number): Field[] {
  const fields = [{ key: 'rtcp.xr.tf', name: 'thinning', value: String(specific & 15), at: at - 3, length: 1 }, sourceField(view, at), ...range(view, at + 4)];
  const size = kind === 3 ? 4 : 2;
  let next = at + 8;
  for (let i = 0; i < MOST && next + size <= end; i++, next += size) {
    if (kind === 3)
      fields.push({
        key: 'rtcp.xr.receipt_time_seq',
        name: `receipt time of ${(view.getUint16(at + 4) + i) & 0xffff}`,
        value: String(view.getUint32(next)),
        at: next,
        length: 4,
      });
    else fields.push(inspectChunk(view.getUint16(next), next));
  }
  return fields;
}

function inspectChunk(chunk: number, at: number): Field {
  if (chunk === 0) return { key: 'rtcp.xr.chunk.null_terminator', name: 'terminating null chunk', at, length: 2 };
  if (chunk >= 0x8000) return { key: 'rtcp.xr.chunk.bit_vector', name: 'bit vector', value: (chunk & 0x7fff).toString(2).padStart(15, '0'), at, length: 2 };
  return { key: 'rtcp.xr.chunk.length', name: `run of ${(chunk & 0x4000) === 0 ? 'zeros' : 'ones'}`, value: String(chunk & 0x3fff), at, length: 2 };
}

function inspectAnswers(view: DataView, at: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let i = 0; i < MOST && at + 12 <= end; i++, at += 12)
    fields.push(
      { key: 'rtcp.ssrc.identifier', name: 'SSRC of receiver', value: hex(view.getUint32(at), 8), at, length: 4 },
      { key: 'rtcp.xr.lrr', name: 'last RR (LRR)', value: hex(view.getUint32(at + 4), 8), at: at + 4, length: 4 },
      { key: 'rtcp.xr.dlrr', name: 'delay since last RR (DLRR)', value: String(view.getUint32(at + 8)), at: at + 8, length: 4 },
    );
  return fields;
}

function inspectStatistics(view: DataView, at: number, flags: number): Field[] {
  const flag = (key: string, name: string, value: number): Field => ({ key: `rtcp.xr.stats.${key}`, name, value: String(value), at: at - 3, length: 1 });
  const word = (key: string, name: string, offset: number): Field => ({
    key: `rtcp.xr.stats.${key}`,
    name,
    value: String(view.getUint32(at + offset)),
    at: at + offset,
    length: 4,
  });
  const octet = (key: string, name: string, offset: number): Field => ({
    key: `rtcp.xr.stats.${key}`,
    name,
    value: String(view.getUint8(at + offset)),
    at: at + offset,
    length: 1,
  });
  return [
    flag('lrflag', 'loss report flag', flags >>> 7),
    flag('dupflag', 'duplicate report flag', (flags >>> 6) & 1),
    flag('jitterflag', 'jitter flag', (flags >>> 5) & 1),
    flag('ttl', 'TTL or hop limit flag', (flags >>> 3) & 3),
    sourceField(view, at),
    ...range(view, at + 4),
    word('lost', 'lost packets', 8),
    word('dups', 'duplicate packets', 12),
    word('minjitter', 'minimum jitter', 16),
    word('maxjitter', 'maximum jitter', 20),
    word('meanjitter', 'mean jitter', 24),
    word('devjitter', 'standard deviation of jitter', 28),
    octet('minttl', 'minimum TTL or hop limit', 32),
    octet('maxttl', 'maximum TTL or hop limit', 33),
    octet('meanttl', 'mean TTL or hop limit', 34),
    octet('devttl', 'standard deviation of TTL or hop limit', 35),
  ];
}
