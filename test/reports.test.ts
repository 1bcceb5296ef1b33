/**
 * Reports of a forged call whose every number is known: losses on either side of the capture point, round trips both ways,
 * VoIP metrics, feedback, source descriptions, and a source nobody captured; as the engine answers and as it exports.
 */
import { describe, expect, test } from 'vitest';
import type { StreamReports } from '../src/contract/reports.ts';
import type { Engine } from '../src/engine/engine.ts';
import { endpoint } from './forge/address.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { tellReportedCall } from './forge/rtcp-stories.ts';
import { rtcpReport } from './forge/rtp.ts';
import { createStory } from './forge/story.ts';
import { analysisOf, openOctets } from './open-octets.ts';

const all = { text: '', detectedBy: [], problemOnly: false, sort: { column: 'start', descending: false } } as const;

async function openReported(): Promise<{ engine: Engine; toCallee: StreamReports; toCaller: StreamReports }> {
  const { octets, toCallee, toCaller } = tellReportedCall();
  const { engine } = await openOctets([{ name: 'reported.pcap', octets }]);
  const { rows } = engine.streams(all, { offset: 0, limit: 10 });
  const of = async (ssrc: number): Promise<StreamReports> => (await engine.reports(rows.find((row) => Number(row.ssrc) === ssrc)!.stream))!;
  return { engine, toCallee: await of(toCallee), toCaller: await of(toCaller) };
}

describe('a call with reports', () => {
  test('what the far end lost, interval by interval, beside what was lost before the capture point', async () => {
    const { toCallee, toCaller } = await openReported();
    expect(toCallee.received.map(({ expected, lost, lostHere }) => [expected, lost, lostHere])).toEqual([
      [258, 0, 0],
      [250, 20, 10],
      [250, 20, 0],
      [250, 0, 0],
      [250, 0, 0],
    ]);
    expect(toCallee.loss).toEqual({ expected: 1258, lostThere: 40, lostHere: 10, place: 'both' });
    expect(toCaller.loss).toMatchObject({ lostThere: 0, lostHere: 0, place: 'none' });
    expect(toCallee.received.map(({ jitter }) => jitter)).toEqual([11, 12, 13, 14, 15]);
  });

  test('round trips at the capture point, each way and end to end', async () => {
    const { toCallee, toCaller } = await openReported();
    expect(toCallee.roundTrip.toReceiverMean).toBeCloseTo(80, 1);
    expect(toCallee.roundTrip.toSenderMean).toBeCloseTo(30, 1);
    expect(toCallee.roundTrip.endToEndMean).toBeCloseTo(110, 1);
    expect(toCallee.roundTrip.reported).toBe(110);
    expect(toCaller.roundTrip.toSenderMean).toBeCloseTo(80, 1);
    expect(toCallee.received[0]!.wireshark).toMatchObject({ gap: 200, roundTrip: 81 });
  });

  test('senders, names, metrics, feedback, BYE', async () => {
    const { toCallee, toCaller } = await openReported();
    // what the sender says it sent, less what came here: the ten lost before the capture point, and the packet on its way
    expect(toCallee.sent.map(({ packets, packetsHere }) => packets - packetsHere)).toEqual([-1, 9, 9, 9, 9]);
    expect(toCallee.description).toEqual([{ item: 'cname', text: 'alice@example.com' }]);
    expect(toCallee.receiverName).toBe('bob@example.net');
    expect(toCaller.description.map(({ item }) => item)).toEqual(['cname', 'name', 'tool']);
    expect(toCallee.metrics).toHaveLength(5);
    expect(toCallee.metrics[0]).toMatchObject({
      rFactor: 78,
      mosListening: 4,
      mosConversational: 3.8,
      roundTripDelay: 110,
      signalLevel: -20,
      jitterBuffer: 'adaptive',
    });
    expect([toCallee.feedback, toCallee.askedAgain]).toEqual([{ nack: 1 }, 3]);
    expect(toCallee.applications).toMatchObject([{ name: 'PING', subtype: 3 }]);
    expect(toCallee.bye?.reason).toBe('hung up');
    expect(toCallee.clockRatePpm).toBeCloseTo(0, 0);
    expect(toCallee.notes).toEqual([]);
  });

  test('a source that was not captured, with the stream it is likely another leg of', async () => {
    const { engine, toCallee } = await openReported();
    const { unseen, streams } = (await engine.callReports(0))!;
    expect(streams.map(({ stream }) => stream).sort()).toEqual([0, 1]);
    expect(unseen).toMatchObject([{ ssrc: '0x00dead01', like: { stream: toCallee.stream, by: 'ports' }, received: [{ cumulativeLost: 7 }] }]);
  });

  test('exported', async () => {
    const { engine, toCallee } = await openReported();
    const { streams } = (await analysisOf(engine)) as { streams: { ssrc: string; rtcp: Record<string, unknown> }[] };
    const { rtcp } = streams.find(({ ssrc }) => Number(ssrc) === 0xa11ce)!;
    expect(rtcp).toMatchObject({
      senderReports: 5,
      receiverReports: 5,
      jitterMax: 15,
      roundTripToReceiver: toCallee.roundTrip.toReceiverMean,
      lossPlace: 'both',
      cname: 'alice@example.com',
    });
    let csv = '';
    for await (const piece of engine.exportTable({ table: 'reports', stream: toCallee.stream })) csv += piece;
    expect(csv.split('\r\n')).toHaveLength(7);
    expect(csv).toContain('250,20,10');
  });
});

test('several streams of one SSRC: each report goes to the stream on its ports', async () => {
  const story = createStory();
  const report = (lost: number): Uint8Array => rtcpReport(0xb0b, [{ ssrc: 7, highestSequence: 1100, lost }]);
  for (const n of [0, 1]) {
    tellPlainCall(story, n * 5, {
      ended: 4000,
      id: `call-${n}`,
      callerMedia: endpoint(`192.0.2.10:${4000 + n * 2}`),
      calleeMedia: endpoint(`192.0.2.20:${6000 + n * 2}`),
      toCallee: { ssrc: 7 },
    } as never);
    story.datagram(3500, endpoint(`192.0.2.20:${6001 + n * 2}`), endpoint(`192.0.2.10:${4001 + n * 2}`), report(n + 1));
  }
  const { engine } = await openOctets([{ name: 'same-ssrc.pcap', octets: story.capture() }]);
  const found = new Map<number, number[]>();
  for (const row of engine.streams(all, { offset: 0, limit: 10 }).rows)
    if (Number(row.ssrc) === 7)
      found.set(
        row.source.port,
        (await engine.reports(row.stream))!.received.map(({ cumulativeLost }) => cumulativeLost),
      );
  expect(found).toEqual(
    new Map([
      [4000, [1]],
      [4002, [2]],
    ]),
  );
});

test('reduced size, rtcp-mux, IPv6, VLAN and fragments: the same report', async () => {
  for (const [link, how] of [
    [{ kind: 'ethernet' }, {}],
    [{ kind: 'ethernet', vlans: [12] }, { fragments: 16 }],
  ] as const) {
    const story = createStory({ link: link as never });
    tellPlainCall(story, 0, { ended: 4000, toCallee: { lost: [30, 31] } });
    // on the media ports themselves, without SR or RR before it
    story.datagram(3500, endpoint('192.0.2.20:6000'), endpoint('192.0.2.10:4000'), rtcpReport(0xb0b, [{ ssrc: 0xa11ce, highestSequence: 1100, lost: 2 }]), how);
    const { engine } = await openOctets([{ name: 'mux.pcap', octets: story.capture() }]);
    const row = engine.streams(all, { offset: 0, limit: 10 }).rows.find(({ ssrc }) => Number(ssrc) === 0xa11ce)!;
    expect((await engine.reports(row.stream))!.loss).toEqual({ expected: 101, lostThere: 2, lostHere: 2, place: 'upstream' });
  }
});
