/**
 * Reading against tshark 4.0.17 on every shared capture: the same number of frames, and the same number of them that end at
 * UDP, TCP and ICMP once fragments are joined. What differs is listed here with its reason; nothing else may.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DiagnosticLog } from '../src/base/diagnostic.ts';
import { OctetsSource } from '../src/capture/byte-source.ts';
import { CaptureReader } from '../src/capture/capture-reader.ts';
import { InterfaceTable } from '../src/capture/interface-table.ts';
import { pump } from '../src/capture/pump.ts';
import { sniff, SNIFF_LENGTH } from '../src/capture/sniff.ts';
import { TimeBase } from '../src/capture/time-base.ts';
import { AddressTable } from '../src/net/address.ts';
import { Fragments } from '../src/net/fragments.ts';
import { joinFragments } from '../src/net/join-fragments.ts';
import { createLayers, notDecodedReasons, outcomes } from '../src/net/layers.ts';
import { walk } from '../src/net/walk.ts';

const root = join(import.meta.dirname, '../../shared/captures');

interface Truth {
  readonly gzip: boolean;
  readonly frames: { readonly total: number; readonly stacks: Readonly<Record<string, number>> };
}

/** Not read at all, and why. */
const refused = new Map([
  ['NormB_sipnab/rtsp-packets.cap', 'Microsoft Network Monitor 2 capture'],
  ['the-tcpdump-group_libpcap/pcap-invalid-version-1.pcap', 'pcap version 1.4'],
  ['the-tcpdump-group_libpcap/pcapng-invalid-vers-1.pcapng', 'pcapng version 0.1'],
]);

/** Frames we number where tshark numbers another count, and why. */
const frameCounts = new Map([
  // tshark stops at a second section of version 2.0; its packets are as readable as the first one's
  ['google_gopacket/be__test901.pcapng', 3],
  ['google_gopacket/le__test901.pcapng', 3],
  // the second record is sixteen zero octets: a hole in the file, not a packet of no octets in 1970
  ['seladb_PcapPlusPlus/crash-8534c61cdf5987482365d7877ade12eef5aaf8b7', 1],
  // the only packet says it is longer than its block: one frame that is not decoded; tshark gives up
  ['seladb_PcapPlusPlus/crash-pcapng-epb-unbounded-length', 1],
]);

/** Packets that end elsewhere for us, [udp, tcp, icmp], and why. */
const transportCounts = new Map([
  // a TCP header whose data offset is below 20 octets: tshark names it TCP and stops, for us it is not decoded (tcp.offset)
  ['ajbanjara_Wireshark/ejemplo.pcap', [0, 0, 0]],
  // 64 packets of PPP's own (LCP, IPCP, PAP …) in L2TP count as what they are, not as the UDP around them
  ['ajbanjara_Wireshark/nb6-startup.pcap', [179, 116, 8]],
  // ESP without encryption is opened; tshark counts the same with its esp.enable_null_encryption_decode_heuristic
  ['open5gs_open5gs/ipsec_reg.pcapng', [97, 893, 0]],
  ['open5gs_open5gs/ipsec_to_ipsec_call.pcapng', [1414, 189, 27]],
  ['open5gs_open5gs/nonipsec_to_ipsec_call.pcapng', [2615, 514, 12]],
  // one log line that a capture agent sent (HEP) is no datagram; tshark 4.0 does not open HEP
  ['sipcapture_hep-wireshark/hep.pcap', [7, 0, 0]],
  // a TCP header that the IP length cuts: not decoded (tcp.header-cut)
  ['ntop_nDPI/fuzz-2006-06-26-2594.pcap', [521, 50, 0]],
]);

interface Read {
  frames: number;
  udp: number;
  tcp: number;
  icmp: number;
  readonly reasons: Map<string, number>;
}

async function read(octets: Uint8Array): Promise<Read | string> {
  const format = sniff(octets.subarray(0, SNIFF_LENGTH), octets.length);
  if (format.format === 'packed') return read(gunzipSync(octets));
  if (format.format === 'archive') return format.kind;
  if (format.format === 'refused') return format.message;
  const [interfaces, diagnostics, addresses, layers] = [new InterfaceTable(), new DiagnosticLog(), new AddressTable(), createLayers()];
  const reader = new CaptureReader(format, { capture: 0, interfaces, timeBase: new TimeBase(), diagnostics, size: octets.length });
  const fragments = new Fragments(diagnostics);
  const out = { frames: 0, udp: 0, tcp: 0, icmp: 0, reasons: new Map<string, number>() };
  const packet = (view: DataView, all: Uint8Array, at: number, end: number, _original: number, index: number, time: number): void => {
    walk(view, at, end, interfaces.at(index).linkType, addresses, layers);
    if (layers.outcome === outcomes.FRAGMENT) joinFragments(fragments, layers, all, out.frames, time, addresses);
    out.frames++;
    if (layers.outcome === outcomes.UDP) out.udp++;
    else if (layers.outcome === outcomes.TCP) out.tcp++;
    else if (layers.outcome === outcomes.ICMP) out.icmp++;
    else if (layers.outcome === outcomes.NOT_DECODED) {
      const reason = notDecodedReasons[layers.reason]!;
      out.reasons.set(reason, (out.reasons.get(reason) ?? 0) + 1);
    }
  };
  await pump(
    new OctetsSource('x', octets),
    reader,
    { packet, skipped: () => void out.frames++, commented: () => undefined },
    { aborted: false },
    () => undefined,
  );
  return out;
}

/** [udp, tcp, icmp] frames of the truth: what the innermost IP layer outside an ICMP quote carries. */
function transports(truth: Truth): number[] {
  const counts = new Map<string, number>();
  for (const [stack, frames] of Object.entries(truth.frames.stacks)) {
    let carried = '';
    for (const name of stack.split(':')) {
      if (carried === 'icmp') break;
      if (name === 'ip' || name === 'ipv6') carried = '';
      else if (/^(udp|tcp|icmp|icmpv6)$/.test(name)) carried = name.replace('icmpv6', 'icmp');
    }
    counts.set(carried, (counts.get(carried) ?? 0) + frames);
  }
  return ['udp', 'tcp', 'icmp'].map((name) => counts.get(name) ?? 0);
}

const names = existsSync(root)
  ? readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.truth.json'))
      .map((name) => name.slice(0, -'.truth.json'.length).replaceAll('\\', '/'))
      .sort()
  : [];

if (names.length === 0) console.warn('SKIPPED: ../shared/captures is absent, reading was not compared with tshark');

describe.skipIf(names.length === 0)('frames and transports as tshark counts them', () => {
  test.each(names)('%s', async (name) => {
    const truth = JSON.parse(readFileSync(join(root, `${name}.truth.json`), 'utf8')) as Truth;
    const found = await read(readFileSync(join(root, name)));
    if (typeof found === 'string' || refused.has(name)) return expect(found).toBe(refused.get(name));
    expect(found.frames).toBe(frameCounts.get(name) ?? truth.frames.total);
    const isListedWhole = Object.values(truth.frames.stacks).reduce((sum, frames) => sum + frames, 0) === truth.frames.total;
    if (frameCounts.has(name) || !isListedWhole || found.reasons.has('link.unsupported')) return;
    expect([found.udp, found.tcp, found.icmp]).toEqual(transportCounts.get(name) ?? transports(truth));
  });
});
