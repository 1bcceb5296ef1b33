/**
 * The specification's vectors, from octets to registry: which streams Wireshark sees and whose frame it credits (v-files,
 * p03), what it calls resent (p01). Needs ../shared/spec/vectors; says so loudly and skips without it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AddressTable } from '../net/address.ts';
import { PayloadMaps } from '../rtp/payload-type.ts';
import { parseSession } from '../sdp/session.ts';
import { createScan, scanMessage } from '../sip/scan.ts';
import { CallTable } from './call-table.ts';
import { EndpointTable } from './endpoint-table.ts';
import { MediaRegistry } from './media-registry.ts';
import { Flag } from './message-fields.ts';
import { MessageIntake } from './message-intake.ts';
import { MessageTable } from './message-table.ts';
import { Role } from './media-registry.ts';
import { SessionAnnouncer } from './session-announcer.ts';
import { requestOf } from './setup-credit.ts';
import { sdpFlags } from './sdp-flags.ts';
import { CallSummarizer } from './summary.ts';

const folder = new URL('../../../shared/spec/vectors/', import.meta.url);
const isThere = existsSync(folder);
if (!isThere) console.warn('\n*** ../shared/spec/vectors is absent: the vector tests of src/calls are SKIPPED ***\n');

interface Datagram {
  frame: number;
  time: number;
  source: number;
  sourcePort: number;
  destination: number;
  destinationPort: number;
  identification: number;
  ttl: number;
  at: number;
  end: number;
}

/** Classic little-endian pcap of Ethernet, IPv4 (or IPv6), UDP: what the vectors are. */
function datagrams(octets: Uint8Array): Datagram[] {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const unit = view.getUint32(0, true) === 0xa1b23c4d ? 1 : 1000;
  const found: Datagram[] = [];
  for (let at = 24, frame = 1; at + 16 <= octets.length; frame++) {
    const length = view.getUint32(at + 8, true);
    const ip = at + 16 + 14;
    if (octets[ip]! >> 4 === 4 && octets[ip + 9] === 17) {
      const udp = ip + (octets[ip]! & 15) * 4;
      found.push({
        frame,
        time: view.getUint32(at, true) * 1e9 + view.getUint32(at + 4, true) * unit,
        source: view.getUint32(ip + 12),
        destination: view.getUint32(ip + 16),
        sourcePort: view.getUint16(udp),
        destinationPort: view.getUint16(udp + 2),
        identification: view.getUint16(ip + 4),
        ttl: octets[ip + 8]!,
        at: udp + 8,
        end: at + 16 + length,
      });
    }
    at += 16 + length;
  }
  return found;
}

interface Played {
  table: MessageTable;
  registry: MediaRegistry;
  seen: Map<string, number>;
  end: number;
}

/** Plays a capture as the engine will: SIP to the tables, every other datagram to the registry, as it stands at that packet. */
function play(name: string): Played {
  const octets = new Uint8Array(readFileSync(new URL(`${name}.pcap`, folder)));
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const endpoints = new EndpointTable();
  const table = new MessageTable(new CallTable(), endpoints);
  const intake = new MessageIntake(table);
  const registry = new MediaRegistry();
  const announcer = new SessionAnnouncer(table, registry, new PayloadMaps(), new AddressTable());
  const scan = createScan();
  const seen = new Map<string, number>();
  let end = 0;
  for (const one of datagrams(octets)) {
    end = one.time;
    if (scanMessage(octets, one.at, one.end, scan)) {
      const source = endpoints.id(one.source, one.sourcePort, 0);
      const destination = endpoints.id(one.destination, one.destinationPort, 0);
      const message = intake.take(octets, one.at, one.end, scan, {
        packet: one.frame,
        time: one.time,
        textAt: 42,
        inArena: false,
        source,
        destination,
        identification: one.identification,
        ttl: one.ttl,
        fromPublic: false,
        flags: 0,
      });
      if (!scan.isSdp) continue;
      const session = parseSession(octets, scan.bodyAt, scan.bodyEnd);
      table.addFlags(message, sdpFlags(session, announcer.announce(message, session)));
      continue;
    }
    const id = registry.lookup(one.source, one.sourcePort, one.destination, one.destinationPort);
    const isRtp = id >= 0 && registry.role(id) === Role.media;
    const key = `${
      name === 'p03_t38'
        ? 'udptl'
        : `0x${view
            .getUint32(one.at + 8)
            .toString(16)
            .toUpperCase()
            .padStart(8, '0')}`
    }`;
    if (id >= 0 && registry.isSeenByWireshark(id) && (isRtp || name === 'p03_t38') && !seen.has(key)) seen.set(key, registry.setup(id));
  }
  return { table, registry, seen, end };
}

describe.skipIf(!isThere)('vectors', () => {
  const expected = isThere
    ? (JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<
        string,
        { streams?: { ssrc: string; setup_frame: number | null }[]; rows?: string[]; decode_ports?: number[] }
      >)
    : {};
  const names = Object.keys(expected).filter(
    (name) => name.startsWith('v') && (expected[name]!.decode_ports?.length ?? 0) === 0 && !['v15_ipv6', 'v22_rtcp_mux', 'v25_stun_on_media'].includes(name),
  );

  test.each(names)('%s: streams and setup frames', (name) => {
    const { seen } = play(name);
    const truth = Object.fromEntries(expected[name]!.streams!.map((stream) => [stream.ssrc, stream.setup_frame]));
    expect(Object.fromEntries(seen)).toEqual(truth);
  });

  test('p03: T.38 is credited to the SDP of the answer itself', () => {
    const { table, end, seen } = play('p03_t38');
    expect([...seen.values()]).toEqual([5]);
    expect(new CallSummarizer().summarize(table, 0, end).isFax).toBe(true);
  });

  test('p01: resend, original, request frame, response time', () => {
    const { table } = play('p01_sip_resend');
    const rows = Array.from({ length: table.length }, (_, message) => {
      const isResponse = table.status(message) !== 0;
      const isResent = (table.flags(message) & Flag.wiresharkResend) !== 0;
      const request = isResponse ? requestOf(table, message) : -1;
      const time = request < 0 ? '' : String(Math.round((table.time(message) - table.time(request)) / 1e6));
      return `${isResponse ? '' : 'x'}|${isResponse ? table.status(message) : ''}|${isResent ? 1 : 0}|${isResent ? table.packet(table.original(message)) : ''}|${request < 0 ? '' : table.packet(request)}|${time}|`;
    });
    const truth = expected['p01_sip_resend']!.rows!.map((row) => {
      const [method, status, resent, original, request, time] = row.split('|');
      return `${method ? 'x' : ''}|${status}|${resent}|${original}|${method ? '' : request}|${method ? '' : time}|`;
    });
    expect(rows).toEqual(truth);
  });
});
