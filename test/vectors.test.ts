/**
 * All of ../shared/spec/vectors through the engine: every digit tshark shows of each stream, setup frames, both profiles,
 * every per-packet row sharkd shows (by way of the reference calculator that was checked against it), resent messages (p01),
 * RTCP (p02), T.38 (p03). Says so loudly and skips where the shared material is absent.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { formatFixed } from '../src/base/format-fixed.ts';
import type { PacketRow } from '../src/contract/detail.ts';
import type { StreamRow } from '../src/contract/streams.ts';
import type { Engine } from '../src/engine/engine.ts';
import { analysisOf, openWithEngine } from './oracle/analyse.ts';
import { seconds, type Analysis } from './oracle/compare.ts';

const folder = new URL('../../shared/spec/vectors/', import.meta.url);
const present = existsSync(new URL('expected.json', folder));
if (!present) console.warn('\n!!! ../shared/spec/vectors is absent: the vectors were NOT put through the engine\n');

interface Expected {
  readonly streams?: readonly (Readonly<Record<string, string | number | boolean | null>> & { readonly shown: Readonly<Record<string, string>> })[];
  readonly rfc?: readonly Readonly<Record<string, string | number | null>>[];
  readonly rows?: readonly string[];
  readonly decode_ports?: readonly number[];
}

const expected: Readonly<Record<string, Expected>> = present
  ? (JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected>)
  : {};
const vectors = Object.entries(expected).filter(([name]) => name.startsWith('v'));
const all = { offset: 0, limit: 100_000 };

async function open(name: string): Promise<{ readonly engine: Engine; readonly analysis: Analysis }> {
  const { engine, result } = await openWithEngine([fileURLToPath(new URL(`${name}.pcap`, folder))], { decodeAsRtp: expected[name]!.decode_ports ?? [] });
  expect(result.opens).toBe(true);
  return { engine, analysis: await analysisOf(engine) };
}

function streamRows(engine: Engine): readonly StreamRow[] {
  return engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, all).rows;
}

async function packetRows(engine: Engine): Promise<readonly PacketRow[]> {
  return (await engine.packets({ kinds: [] }, all)).rows;
}

/** tshark shows these when told to decode the vector's ports as RTP, as the vector was made. */
const isShown = (stream: { readonly seenByWireshark: boolean; readonly detectedBy: string }): boolean =>
  stream.seenByWireshark || stream.detectedBy === 'decode-as';
const key = (source: string | number | boolean | null | undefined, destination: unknown, ssrc: unknown): string =>
  `${String(source)} ${String(destination)} ${String(ssrc).toLowerCase()}`;
const keyOf = (row: StreamRow): string => key(`${row.source.address}:${row.source.port}`, `${row.destination.address}:${row.destination.port}`, row.ssrc);
const nine = (value: number): string => formatFixed(value, 9).replace(/^-0\.0+$/, '0.000000000');

describe.skipIf(!present)('vectors through the engine', () => {
  test.each(vectors)('%s: what tshark shows of each stream', async (name, { streams = [] }) => {
    const { engine, analysis } = await open(name);
    const rows = streamRows(engine);
    const first = analysis.captures[0]!.start!;
    const shown = analysis.streams.filter(isShown).map(({ src, dst, ssrc, setupFrame, wireshark: w }) => [
      key(`${src.address}:${src.port}`, `${dst.address}:${dst.port}`, ssrc),
      {
        start: seconds(w.start, first),
        end: seconds(w.end, first),
        pkts: String(w.packets),
        lost: String(w.lost),
        lost_pct: formatFixed(w.lostPercent, 1),
        min_delta: formatFixed(w.minDelta, 3),
        mean_delta: formatFixed(w.meanDelta, 3),
        max_delta: formatFixed(w.maxDelta, 3),
        min_jitter: formatFixed(w.minJitter, 3),
        mean_jitter: formatFixed(w.meanJitter, 3),
        max_jitter: formatFixed(w.maxJitter, 3),
        problem: w.problem ? 'X' : '',
      },
      setupFrame,
    ]);
    expect(shown.sort()).toEqual(streams.map((want) => [key(want['src'], want['dst'], want['ssrc']), want.shown, want['setup_frame']]).sort());
    for (const want of streams) {
      const row = rows.find((candidate) => keyOf(candidate) === key(want['src'], want['dst'], want['ssrc']))!;
      const w = row.wireshark;
      expect({
        expected: w.expected,
        seq_err: w.sequenceErrors,
        max_delta_frame: w.maxDeltaPacket?.frame ?? 0,
        max_skew: nine(w.maxSkew),
        clock_drift_ms: nine(w.clockDrift),
        freq_drift_hz: nine(w.frequencyDriftHz),
        freq_drift_pct: nine(w.frequencyDriftPercent),
        duration_ms: nine(w.duration),
        mean_jitter: nine(w.meanJitter),
      }).toEqual({
        expected: want['expected'],
        seq_err: want['seq_err'],
        max_delta_frame: want['max_delta_frame'],
        max_skew: nine(Number(want['max_skew'])),
        clock_drift_ms: nine(Number(want['clock_drift_ms'])),
        freq_drift_hz: nine(Number(want['freq_drift_hz'])),
        freq_drift_pct: nine(Number(want['freq_drift_pct'])),
        duration_ms: nine(Number(want['duration_ms'])),
        mean_jitter: nine(Number(want['mean_jitter'])),
      });
    }
  });

  test.each(vectors)('%s: the expert profile', async (name, { rfc = [] }) => {
    const { engine } = await open(name);
    const rows = streamRows(engine);
    for (const want of rfc) {
      const row = rows.find((candidate) => keyOf(candidate) === key(want['src'], want['dst'], want['ssrc']))!;
      const r = row.rfc3550;
      const detail = engine.stream(row.stream)!.rfc3550;
      expect({
        packets: r.packets,
        expected: r.expected,
        lost: r.lost,
        duplicates: r.duplicates,
        reordered: r.reordered,
        jumps: r.timestampJumps,
        restarts: r.segments - 1,
        jitter: nine(r.jitter ?? 0),
        maxJitter: nine(r.maxJitter ?? 0),
        burstRatio: nine(detail.burstRatio ?? 1),
        longest: detail.longestBurst,
        bursts: detail.lossRuns.length,
      }).toEqual({
        packets: want['pkts'],
        expected: want['expected'],
        lost: want['lost'],
        duplicates: want['duplicates'],
        reordered: want['reordered'],
        jumps: want['ts_jumps'],
        restarts: want['resyncs'],
        jitter: nine(Number(want['jitter_ms'])),
        maxJitter: nine(Number(want['max_jitter_ms'])),
        burstRatio: nine(Number(want['burst_ratio'])),
        longest: want['longest_burst'],
        bursts: want['loss_bursts'],
      });
    }
  });

  test('every per-packet row', async () => {
    const reference = referenceRows(vectors.map(([name, { decode_ports = [] }]) => [name, decode_ports]));
    let compared = 0;
    for (const [name] of vectors) {
      const { engine } = await open(name);
      const wanted = reference[name]!;
      const rows = streamRows(engine).filter(isShown);
      expect(rows.length, name).toBe(wanted.length);
      for (const row of rows) {
        const got = engine.streamPackets(row.stream, all).rows.map((one) => ({
          f: one.place.frame,
          sn: one.sequenceNumber,
          d: one.delta,
          j: one.jitter,
          sk: one.skew,
          bw: one.bandwidth,
          s: one.status,
          mark: one.marker ? 1 : 0,
        }));
        expect(wanted, `${name} ${keyOf(row)}`).toContainEqual(got);
        compared += got.length;
      }
    }
    expect(compared).toBeGreaterThan(3310);
  });

  test('p01: what tshark calls resent, and of what; beyond it a repeated 180 and ACK (semantics 5.3)', async () => {
    const { analysis } = await open('p01_sip_resend');
    const messages = [...analysis.calls, ...analysis.dialogs].flatMap((call) => call.messages).sort((a, b) => a.frame - b.frame);
    const resent = messages.filter(({ retransmissionOf }) => retransmissionOf !== null).map(({ frame, retransmissionOf }) => `${frame} of ${retransmissionOf}`);
    const wanted = expected['p01_sip_resend']!.rows!.flatMap((row, i) => (row.split('|')[2] === '1' ? [`${i + 1} of ${row.split('|')[3]}`] : []));
    expect(resent.filter((one) => one !== '6 of 5' && one !== '10 of 9')).toEqual(wanted);
    expect(resent).toContain('6 of 5');
    expect(resent).toContain('10 of 9');
    expect(messages.map(({ method, status }) => `${method ?? ''}|${status ?? ''}`)).toEqual(
      expected['p01_sip_resend']!.rows!.map((row) => row.split('|').slice(0, 2).join('|')),
    );
  });

  test('p01: response times shown as request to response', async () => {
    const { engine } = await open('p01_sip_resend');
    const rows = await packetRows(engine);
    const wanted = expected['p01_sip_resend']!.rows!.map((row) => row.split('|'));
    for (const [i, want] of wanted.entries()) {
      if (want[1] === '') continue;
      const message = await engine.message(engine.messagesOf(rows[i]!.packet)[0]!);
      const request = message!.related.find(({ relation }) => relation === 'request');
      expect(request?.place.frame, `frame ${i + 1}`).toBe(Number(want[4]));
      expect(Math.round((message!.time - rows[request!.place.frame - 1]!.time) / 1e6), `frame ${i + 1}`).toBe(Number(want[5]));
    }
  });

  test('p02: every RTCP packet is one, and its report blocks read as tshark reads them', async () => {
    const { engine, analysis } = await open('p02_rtcp_rtt');
    const wanted = expected['p02_rtcp_rtt']!.rows!;
    expect(analysis.accounting.kinds['rtcp']).toBe(wanted.length);
    const rows = (await engine.packets({ kinds: ['rtcp'] }, all)).rows;
    for (const [i, row] of rows.entries()) {
      const text = JSON.stringify((await engine.packet(row.packet))!.fields);
      const [types, lost, dlsr] = wanted[i]!.split('|');
      for (const type of types!.split(',')) expect(text).toContain(type === '200' ? 'SR' : type === '201' ? 'RR' : 'XR');
      if (lost !== '') expect(text).toContain(lost);
      if (dlsr !== '') expect(text).toContain(`"${dlsr}`);
    }
  });

  test('p03: T.38 datagrams, and no RTP made of them', async () => {
    const { engine, analysis } = await open('p03_t38');
    expect(analysis.accounting.kinds['t38']).toBe(expected['p03_t38']!.rows!.length);
    expect(analysis.streams.filter((stream) => stream.detectedBy !== 'sdp')).toEqual([]);
    const rows = (await engine.packets({ kinds: ['t38'] }, all)).rows;
    expect(rows.map(({ protocol }) => protocol)).toEqual(rows.map(() => 'T.38'));
  });
});

/** The rows that ../shared/tools/rtp_reference.py computes, by vector and stream. */
function referenceRows(cases: readonly (readonly [string, readonly number[]])[]): Readonly<Record<string, readonly unknown[][]>> {
  const script = `
import json, sys
sys.path.insert(0, sys.argv[1])
import rtp_reference as reference
print(json.dumps({name: [c.rows for _, _, c in reference.analyse(sys.argv[2] + name + ".pcap", "ws40", ports)] for name, ports in json.loads(sys.argv[3])}))`;
  const tools = fileURLToPath(new URL('../../shared/tools/', import.meta.url));
  const run = spawnSync('python3', ['-B', '-c', script, tools, fileURLToPath(folder), JSON.stringify(cases)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout) as Record<string, unknown[][]>;
}
