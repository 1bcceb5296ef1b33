/**
 * Every digit of the RTP vectors (../shared/spec/vectors/expected.json, made and checked against tshark 4.0.17) through the
 * stream table. Reads the captures with a reader of its own, as small as the vectors allow, so that a fault in the capture
 * floor cannot hide one here. Skips loudly where the shared material is absent.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatFixed } from '../src/base/format-fixed.ts';
import { checkHeader, isUsable, payloadLength } from '../src/rtp/header.ts';
import { splitMilliseconds } from '../src/rtp/clock.ts';
import { streamDetail } from '../src/rtp/detail.ts';
import { LossRuns, measureBursts } from '../src/rtp/loss-runs.ts';
import { packetRows } from '../src/rtp/packet-rows.ts';
import { replay, type StreamPackets } from '../src/rtp/replay.ts';
import { buildSeries } from '../src/rtp/series.ts';
import { admission, StreamTable } from '../src/rtp/stream-table.ts';
import type { PayloadMapId, PayloadMapping } from '../src/rtp/payload-type.ts';

const VECTORS = new URL('../../shared/spec/vectors/', import.meta.url);
const present = existsSync(new URL('expected.json', VECTORS));
if (!present) console.warn('\n*** ../shared/spec/vectors is absent: the RTP vectors are NOT checked ***\n');

interface Datagram {
  readonly frame: number;
  readonly time: number;
  readonly source: string;
  readonly destination: string;
  readonly isIpv6: boolean;
  readonly view: DataView;
  readonly announced: number;
}

/** Classic little-endian microsecond pcap, Ethernet, IPv4 or IPv6 without options, UDP: all the vectors are. */
function* readDatagrams(octets: Uint8Array): Generator<Datagram> {
  const file = new DataView(octets.buffer, octets.byteOffset, octets.length);
  let zero = -1;
  let frame = 0;
  for (let at = 24; at + 16 <= octets.length; ) {
    const captured = file.getUint32(at + 8, true);
    const micros = file.getUint32(at, true) * 1e6 + file.getUint32(at + 4, true);
    if (zero < 0) zero = micros;
    frame++;
    const isIpv6 = file.getUint16(at + 28) === 0x86dd;
    const network = at + 30;
    const udp = network + (isIpv6 ? 40 : 20);
    const address = (from: number): string => Array.from(octets.subarray(network + from, network + from + (isIpv6 ? 16 : 4))).join('.');
    const announced = file.getUint16(udp + 4) - 8;
    const end = Math.min(at + 16 + captured, udp + 8 + announced);
    yield {
      frame,
      time: (micros - zero) * 1000,
      isIpv6,
      announced,
      source: `${address(isIpv6 ? 8 : 12)}:${file.getUint16(udp)}`,
      destination: `${address(isIpv6 ? 24 : 16)}:${file.getUint16(udp + 2)}`,
      view: new DataView(file.buffer, file.byteOffset + udp + 8, end - udp - 8),
    };
    at += 16 + captured;
  }
}

interface Registration {
  readonly frame: number;
  readonly setup: number;
  readonly map: PayloadMapId;
}

/** What Wireshark 4.0 registers for each SDP (semantics 2.3): a mirror of SdpBook in rtp_reference.py. */
class SdpBook {
  readonly #byEndpoint = new Map<string, Registration[]>();
  readonly #invite = new Map<string, number>();
  readonly #final = new Map<string, string>();
  readonly #used = new Map<number, number>();

  feed(frame: number, text: string, table: StreamTable): void {
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const key = `${/^Call-ID: (\S+)/m.exec(head)?.[1]} ${/^CSeq: (.*)$/m.exec(head)?.[1]}`;
    let setup = frame;
    let used = 0;
    const code = /^SIP\/2\.0 (\d+)/.exec(head)?.[1];
    if (code === undefined) {
      if (!this.#invite.has(key)) this.#invite.set(key, frame);
    } else if (/^[2456]/.test(code) && this.#final.get(key) !== code) {
      this.#final.set(key, code);
      setup = this.#invite.get(key) ?? frame;
      used = this.#used.get(setup) ?? 0;
    }
    if (!body.includes('v=0')) return;
    const media = parseMedia(body).slice(0, Math.max(0, 4 - used));
    this.#used.set(setup, used + media.length);
    for (const { endpoint, mappings } of media) {
      if (endpoint.endsWith(':0')) continue;
      const list = this.#byEndpoint.get(endpoint) ?? [];
      list.push({ frame, setup, map: table.maps.add(mappings) });
      this.#byEndpoint.set(endpoint, list);
    }
  }

  find(destination: string, source: string): Registration | undefined {
    for (const endpoint of [destination, source]) {
      const list = this.#byEndpoint.get(endpoint);
      if (list !== undefined)
        return list.reduce((best, next) => (next.setup > best.setup || (next.setup === best.setup && next.frame >= best.frame) ? next : best));
    }
    return undefined;
  }
}

function parseMedia(body: string): { endpoint: string; mappings: PayloadMapping[] }[] {
  const media: { endpoint: string; mappings: PayloadMapping[] }[] = [];
  let address = '';
  for (const line of body.split('\r\n')) {
    const map = /^a=rtpmap:(\d+) ([^/]+)\/(\d+)/.exec(line);
    const announced = /^m=\S+ (\d+) \S*RTP\//.exec(line);
    if (line.startsWith('c=')) address = octetsOf(line.split(' ')[2]!);
    else if (announced !== null) media.push({ endpoint: `${address}:${announced[1]}`, mappings: [] });
    else if (map !== null) media.at(-1)?.mappings.push({ payloadType: Number(map[1]), name: map[2]!, clockRate: Number(map[3]) });
  }
  return media;
}

/** An address as its octets joined by dots, for IPv6 too. */
function octetsOf(text: string): string {
  if (!text.includes(':')) return text;
  const [left = '', right = ''] = text.split('::');
  const groups = (part: string): number[] =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const [high, low] = [groups(left), groups(right)];
  const all = [...high, ...Array<number>(8 - high.length - low.length).fill(0), ...low];
  return all.flatMap((group) => [group >> 8, group & 255]).join('.');
}

interface Read {
  readonly table: StreamTable;
  readonly firstSetup: readonly number[];
  readonly packets: readonly StreamPackets[];
}

interface Row {
  readonly packet: number;
  readonly time: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly markerAndType: number;
  readonly length: number;
  readonly isIpv6: number;
}

function toColumns(rows: readonly Row[]): StreamPackets {
  return {
    count: rows.length,
    packet: Uint32Array.from(rows, (row) => row.packet),
    time: Float64Array.from(rows, (row) => row.time),
    sequence: Uint16Array.from(rows, (row) => row.sequence),
    timestamp: Uint32Array.from(rows, (row) => row.timestamp),
    markerAndType: Uint8Array.from(rows, (row) => row.markerAndType),
    length: Uint16Array.from(rows, (row) => row.length),
    isIpv6: Uint8Array.from(rows, (row) => row.isIpv6),
  };
}

function readVector(name: string, decodePorts: readonly number[]): Read {
  const table = new StreamTable({ adopt: () => {} });
  const book = new SdpBook();
  const ids = new Map<string, number>();
  const idOf = (text: string): number => ids.get(text) ?? (ids.set(text, ids.size), ids.size - 1);
  const rows: Row[][] = [];
  for (const datagram of readDatagrams(readFileSync(new URL(`${name}.pcap`, VECTORS)))) {
    const { view, frame, source, destination } = datagram;
    const length = view.byteLength;
    if (/^[A-Z]/.test(String.fromCharCode(view.getUint8(0))) && source.endsWith(':5060')) {
      book.feed(frame, new TextDecoder('latin1').decode(new Uint8Array(view.buffer, view.byteOffset, length)), table);
      continue;
    }
    const problem = checkHeader(view, 0, length, datagram.announced);
    if (!isUsable(problem)) continue;
    const ports = ((Number(source.split(':')[1]) << 16) | Number(destination.split(':')[1])) >>> 0;
    const announced = book.find(destination, source);
    if (announced === undefined && !decodePorts.includes(ports >>> 16) && !decodePorts.includes(ports & 0xffff)) continue;
    const a = idOf(source.split(':')[0]!);
    const b = idOf(destination.split(':')[0]!);
    const stream = table.announce(
      a,
      b,
      ports,
      view.getUint32(8),
      frame,
      announced?.map ?? 0,
      announced === undefined ? admission.decodeAs : admission.sdp,
      announced?.setup ?? -1,
    );
    (rows[stream] ??= []).push({
      packet: frame,
      time: datagram.time,
      sequence: view.getUint16(2),
      timestamp: view.getUint32(4),
      markerAndType: view.getUint8(1),
      length: length < datagram.announced ? 0 : length,
      isIpv6: datagram.isIpv6 ? 1 : 0,
    });
    table.add(
      stream,
      frame,
      datagram.time,
      view.getUint16(2),
      view.getUint32(4),
      view.getUint8(1),
      datagram.announced,
      payloadLength(view, 0, length, datagram.announced),
      datagram.isIpv6,
    );
  }
  return { table, firstSetup: rows.map((_, stream) => table.setup(stream)), packets: rows.map(toColumns) };
}

interface Expected {
  readonly decode_ports: readonly number[];
  readonly streams: readonly (Readonly<Record<string, unknown>> & { readonly shown: Readonly<Record<string, string>> })[];
  readonly rfc: readonly Readonly<Record<string, unknown>>[];
}

describe.skipIf(!present)('the RTP vectors', () => {
  const expected = present ? (JSON.parse(readFileSync(new URL('expected.json', VECTORS), 'utf8')) as Record<string, Expected>) : {};
  const cases = Object.entries(expected).filter(([name]) => name.startsWith('v'));

  it('are there', () => {
    expect(cases.length).toBe(30);
  });

  it.each(cases)('%s', (name, { decode_ports, streams, rfc }) => {
    const { table, firstSetup, packets } = readVector(name, decode_ports);
    expect(table.count).toBe(streams.length);
    streams.forEach((want, stream) => {
      const got = table.wireshark(stream);
      const three = (value: number): string => formatFixed(value, 3);
      expect({
        start: formatFixed(seconds(table.firstTime(stream)), 6),
        end: formatFixed(seconds(table.lastTime(stream)), 6),
        pkts: String(got.packets),
        lost: String(got.lost),
        lost_pct: formatFixed(got.lostPercent, 1),
        min_delta: three(got.minDelta),
        mean_delta: three(got.meanDelta),
        max_delta: three(got.maxDelta),
        min_jitter: three(got.minJitter),
        mean_jitter: three(got.meanJitter),
        max_jitter: three(got.maxJitter),
        problem: got.problem ? 'X' : '',
      }).toEqual(want.shown);
      const nine = {
        clock: got.clockRate,
        clock_drift_ms: got.clockDrift,
        duration_ms: got.duration,
        expected: got.expected,
        freq_drift_hz: got.frequencyDriftHz,
        freq_drift_pct: got.frequencyDriftPercent,
        lost: got.lost,
        lost_pct: got.lostPercent,
        max_delta: got.maxDelta,
        max_delta_frame: Math.max(0, got.maxDeltaPacket),
        max_jitter: got.maxJitter,
        max_skew: got.maxSkew,
        mean_delta: got.meanDelta,
        mean_jitter: got.meanJitter,
        min_delta: got.minDelta,
        min_jitter: got.minJitter,
        pkts: got.packets,
        seq_err: got.sequenceErrors,
      };
      for (const [key, value] of Object.entries(nine)) expect(nineDigits(value), `${name} ${key}`).toBe(nineDigits(want[key] as number));
      expect(want['setup_frame'] ?? -1).toBe(firstSetup[stream]);
      expect(seconds(table.firstTime(stream)) * 1000).toBeCloseTo(got.start, 6);
    });
    rfc.forEach((want, stream) => {
      const got = table.rfc3550(stream);
      const nine = {
        pkts: got.packets,
        unique: got.unique,
        expected: got.expected,
        lost: got.lost,
        lost_pct: got.lostPercent,
        duplicates: got.duplicates,
        reordered: got.reordered,
        resyncs: got.segments - 1,
        ts_jumps: got.timestampJumps,
        jitter_ms: got.jitter ?? 0,
        max_jitter_ms: got.maxJitter ?? 0,
      };
      for (const [key, value] of Object.entries(nine)) expect(nineDigits(value), `${name} rfc ${key}`).toBe(nineDigits(want[key] as number));
      const losses = new LossRuns();
      replay(packets[stream]!, table.clocks(stream), (step) => losses.note(step));
      const bursts = measureBursts(losses.runs(), got.expected);
      expect([losses.lost, bursts.bursts, bursts.longestBurst]).toEqual([want['lost'], want['loss_bursts'], want['longest_burst']]);
      expect(nineDigits(bursts.burstRatio ?? 1)).toBe(nineDigits(want['burst_ratio'] as number));
      const detail = streamDetail(packets[stream]!, table.clocks(stream), {
        payloadOctets: table.payloadOctets(stream),
        ipOctets: table.ipOctets(stream),
        expected: got.expected,
      });
      expect(detail.longestBurst).toBe(want['longest_burst']);
      const series = buildSeries(packets[stream]!, table.clocks(stream), {
        profile: 'rfc3550',
        measures: ['jitter', 'delta', 'skew', 'loss', 'bitRate', 'sequence'],
        buckets: 50,
      });
      expect(series.lost.reduce((sum, lost) => sum + lost, 0)).toBe(want['lost']);
      expect(series.x.every((x, i) => i === 0 || x > series.x[i - 1]!)).toBe(true);
    });
  });

  it.each(cases)('%s is found without its SDP', (name, { streams }) => {
    const table = new StreamTable({ adopt: () => {} });
    const addresses = new Map<string, number>();
    const idOf = (endpoint: string): number =>
      addresses.get(endpoint.split(':')[0]!) ?? (addresses.set(endpoint.split(':')[0]!, addresses.size), addresses.size - 1);
    for (const { view, frame, time, source, destination, announced, isIpv6 } of readDatagrams(readFileSync(new URL(`${name}.pcap`, VECTORS)))) {
      if (source.endsWith(':5060') || !isUsable(checkHeader(view, 0, view.byteLength, announced))) continue;
      const key = [
        idOf(source),
        idOf(destination),
        ((Number(source.split(':')[1]) << 16) | Number(destination.split(':')[1])) >>> 0,
        view.getUint32(8),
      ] as const;
      const packet = [
        frame,
        time,
        view.getUint16(2),
        view.getUint32(4),
        view.getUint8(1),
        announced,
        payloadLength(view, 0, view.byteLength, announced),
        isIpv6,
      ] as const;
      const stream = table.find(...key);
      if (stream >= 0) table.add(stream, ...packet);
      else table.offer(...key, ...packet);
    }
    const long = streams.filter((stream) => (stream['pkts'] as number) >= 6);
    expect(table.count).toBeGreaterThanOrEqual(long.length);
    for (const want of long) {
      const stream = table.withSsrc(Number(want['ssrc'])).find((candidate) => table.packets(candidate) === want['pkts']);
      expect(stream, `${want['ssrc'] as string}`).toBeDefined();
      if (name.startsWith('v10')) expect(table.inferredClock(stream!, 97)).toBe(8000);
    }
  });

  it('give every per-packet row of the reference calculator', () => {
    const expectedRows = referenceRows(cases.map(([name, { decode_ports }]) => [name, decode_ports]));
    let compared = 0;
    for (const [name, { decode_ports }] of cases) {
      const { table, packets } = readVector(name, decode_ports);
      packets.forEach((columns, stream) => {
        const got = packetRows(columns, table.clocks(stream), 0, columns.count).map((row) => ({
          f: row.packet,
          sn: row.sequenceNumber,
          d: row.delta,
          j: row.jitter,
          sk: row.skew,
          bw: row.bandwidth,
          s: row.status,
          mark: row.marker ? 1 : 0,
        }));
        expect(got, name).toEqual(expectedRows[name]![stream]);
        compared += got.length;
      });
    }
    expect(compared).toBeGreaterThan(3310);
  });
});

/** The rows that ../shared/tools/rtp_reference.py computes, which were checked against sharkd. */
function referenceRows(cases: readonly (readonly [string, readonly number[]])[]): Record<string, unknown[][]> {
  const script = `
import json, sys
sys.path.insert(0, sys.argv[1])
import rtp_reference as reference
print(json.dumps({name: [c.rows for _, _, c in reference.analyse(sys.argv[2] + name + ".pcap", "ws40", ports)] for name, ports in json.loads(sys.argv[3])}))`;
  const tools = fileURLToPath(new URL('../../shared/tools/', import.meta.url));
  const run = spawnSync('python3', ['-B', '-c', script, tools, fileURLToPath(VECTORS), JSON.stringify(cases)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as Record<string, unknown[][]>;
}

function seconds(time: number): number {
  return Math.floor(time / 1e9) + (time % 1e9) / 1e9;
}

/** expected.json was rounded to nine decimals by Python, half to even on the exact value. */
function nineDigits(value: number): string {
  return formatFixed(value, 9).replace(/^-0\.0+$/, '0.000000000');
}

describe('splitMilliseconds', () => {
  it('has the two roundings of Wireshark', () => {
    expect(splitMilliseconds(0)).toBe(0);
    expect(splitMilliseconds(1_000_000_001)).toBe(1000 + 1 / 1e6);
    expect(splitMilliseconds(-1_500_000)).toBe(-1.5);
    for (let seconds = 1; seconds < 2 ** 23; seconds *= 3) expect(splitMilliseconds(seconds * 1e9 - 1)).toBe((seconds - 1) * 1000 + 999_999_999 / 1e6);
  });
});
