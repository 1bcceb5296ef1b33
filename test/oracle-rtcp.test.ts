/**
 * RTCP against tshark 4.0: every field of every RTCP packet of the shared captures as the inspector shows it, and Wireshark's
 * own round trip. tshark is run here; where there is none, the round trips it printed for a forged capture (and for vector
 * p02, semantics 3) are held against what was written down.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openWithEngine } from './oracle/analyse.ts';
import { engineRoundTrips, inspectedRtcp, tsharkRtcp, tsharkVersion } from './oracle/rtcp.ts';
import { sharedFolder, truthFiles, warnWithoutShared } from './oracle/truth.ts';
import { openOctets } from './open-octets.ts';
import { tellEchoes } from './forge/rtcp-stories.ts';

const version = tsharkVersion();
if (version === undefined) console.warn("\n!!! tshark is absent: RTCP is held against written expectations only. This green run proves less than CI's.\n");
warnWithoutShared('the comparison of RTCP with tshark');

const keepAlive = 'a keep-alive on the RTCP port, of one to four octets';
const quoted = 'RTCP quoted in an ICMP error';
const encrypted = 'SRTCP that no SDP announces: its chain is broken';
/** Frames on which we and tshark differ, each with its reason. */
const known: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  'ajbanjara_Wireshark/1920x1080_H.265.pcapng': { [keepAlive]: [16, 18] },
  'ajbanjara_Wireshark/Prueba2.pcap': {
    [quoted]: [2849],
    'a round trip from a report on another SSRC than the sender report: Wireshark does not look at it': [2802],
  },
  'javier-pastor_ptavi-p5/sip.cap': { [keepAlive]: [920, 921, 942, 944, 946, 947] },
  'javier-pastor_ptavi-p5/sip.libpcap.gz': { [keepAlive]: [920, 921, 942, 944, 946, 947] },
  'ntop_nDPI/stun_google_meet.pcapng': { [encrypted]: [105, 108, 109, 119, 143, 153, 154, 155, 160, 161, 162, 165, 166, 167] },
  'recorded/proxy-udp-opus.pcapng': { [quoted]: [1965] },
  'zongbingwang_pcapApplication/yate.pcap': { [keepAlive]: [14, 19] },
};

interface RtcpTruth {
  readonly rtcp: Readonly<Record<'announced' | 'heuristic', { readonly packets: number }>>;
}

const files = (version === undefined ? [] : truthFiles()).filter(({ truth }) => {
  const { announced, heuristic } = (truth as unknown as RtcpTruth).rtcp;
  return announced.packets + heuristic.packets > 0;
});
const totals = { files: 0, packets: 0, values: 0, roundTrips: 0 };

/** tshark's answer for tellEchoes(), printed by 4.0.17: frame → report frame, gap, round trip. */
const echoes = new Map([
  [4, '3 100 51'],
  [5, '4 200 151'],
  [8, '6 200 151'],
  [9, '7 250 201'],
  [11, '10 900 851'],
  [12, '10 1100 1051'],
  [13, '10 1200 1200'],
  [17, '16 55 '],
  [18, '16 60 11'],
]);

test('forged echoes: the round trips tshark printed', async () => {
  const { engine } = await openOctets([{ name: 'echoes.pcap', octets: tellEchoes() }]);
  expect(await engineRoundTrips(engine)).toEqual(echoes);
});

test.skipIf(version === undefined)('forged echoes: tshark still prints them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipglass-'));
  const path = join(folder, 'echoes.pcap');
  writeFileSync(path, tellEchoes());
  const printed = tsharkRtcp(path).filter(({ roundTrip }) => roundTrip !== undefined);
  rmSync(folder, { recursive: true });
  expect(new Map(printed.map(({ frame, roundTrip }) => [frame, roundTrip]))).toEqual(echoes);
});

test.skipIf(sharedFolder === undefined)('vector p02: round trips and VoIP metrics', async () => {
  const { engine } = await openWithEngine([join(sharedFolder!, 'spec/vectors/p02_rtcp_rtt.pcap')]);
  expect(await engineRoundTrips(engine)).toEqual(
    new Map([
      [5, '4 345 246'],
      [6, '4 1345 -155'],
    ]),
  );
  const reports = await engine.callReports(0);
  const [metrics] = reports!.unseen.flatMap(({ metrics: found }) => found);
  expect(metrics).toMatchObject({ rFactor: 88, mosListening: 4.3, mosConversational: 4.1 });
  const received = reports!.unseen.flatMap(({ received: found }) => found);
  expect(received.map(({ cumulativeLost }) => cumulativeLost)).toEqual([-3, 0, 0]);
});

describe.skipIf(files.length === 0)('as tshark says', () => {
  test.each(files.map((file) => [file.id, file] as const))('%s', { timeout: 120_000 }, async (id, { path, truth }) => {
    // as we open ESP without encryption, so shall tshark: it is asked to guess
    const printed = tsharkRtcp(path, [...(truth.tshark_options ?? []), '-o', 'esp.enable_null_encryption_decode_heuristic:TRUE']);
    const { engine } = await openWithEngine([path]);
    const differences: string[] = [];
    const ours = await engineRoundTrips(engine);
    totals.files++;
    for (const { frame, fields, roundTrip } of printed) {
      const found = await inspectedRtcp(engine, frame);
      if (found === undefined) {
        differences.push(`${frame} is not RTCP`);
        continue;
      }
      totals.packets++;
      for (const [key, values] of Object.entries(fields)) {
        totals.values += values.length;
        if (found[key]?.join() !== values.join()) differences.push(`${frame} ${key}: ${found[key]?.join()}, tshark ${values.join()}`);
      }
      if (roundTrip !== undefined) totals.roundTrips++;
      if (ours.get(frame) !== roundTrip) differences.push(`${frame} round trip: ${ours.get(frame)}, tshark ${roundTrip}`);
    }
    const frames = new Set(Object.values(known[id] ?? {}).flat());
    const differing = new Set(differences.map((difference) => Number.parseInt(difference, 10)));
    expect(differences.filter((difference) => !frames.has(Number.parseInt(difference, 10)))).toEqual([]);
    expect([...frames].filter((frame) => !differing.has(frame))).toEqual([]);
  });
});

afterAll(() => {
  if (totals.files > 0)
    console.log(`oracle, RTCP: ${totals.files} captures, ${totals.packets} packets, ${totals.values} values, ${totals.roundTrips} round trips`);
});
