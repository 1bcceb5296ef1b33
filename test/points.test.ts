/**
 * Captures of one call on both sides of a link: what is found between the points is what the link did, what both saw counts once, and
 * what has nothing in common is merged by time as it always was.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tellsLoss } from '../src/calls/call-state.ts';
import { OctetsSource } from '../src/capture/byte-source.ts';
import { sniff, type SniffedCapture } from '../src/capture/sniff.ts';
import { usualPoints, type PointChoice, type PointsOverview } from '../src/contract/points.ts';
import type { LadderMedia } from '../src/contract/ladder.ts';
import type { StreamRow } from '../src/contract/streams.ts';
import type { Engine } from '../src/engine/engine.ts';
import { surveyCaptures } from '../src/engine/points/run-survey.ts';
import { driftText } from '../src/ui/views/clock-text.ts';
import { segmentLine } from '../src/ui/views/ladder-stations.ts';
import { mediaFindings } from '../src/ui/words/en/findings/media.ts';
import { Tables } from '../src/engine/tables.ts';
import { endpoint } from './forge/address.ts';
import type { ForgedPacket } from './forge/capture.ts';
import { writeCapture } from './forge/capture.ts';
import { frame } from './forge/frames.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { octetsOf } from './forge/octets.ts';
import { createRandom } from './forge/random.ts';
import { createStory } from './forge/story.ts';
import { captureTwice, type LinkOptions, type TwoPoints } from './forge/two-points.ts';
import { analysisOf, openOctets } from './open-octets.ts';

const ALICE = [192, 0, 2, 10];
const BAD: LinkOptions = { loss: 2, delay: 30, jitter: 8, reorder: 0.5, offset: 37_123, drift: 40, seed: 7 };
const NS = { format: 'pcap', resolution: 'nanoseconds' } as const;

function told(seconds: number, at = 0): ForgedPacket[] {
  const story = createStory();
  // sound that never repeats, as recorded sound does not
  const payload = (index: number): Uint8Array => Uint8Array.from({ length: 160 }, (_, i) => (index * 31 + i * i + (index >> 3)) & 0xff);
  tellPlainCall(story, at, { ended: seconds * 1000, toCallee: { payload }, toCaller: { payload } });
  return story.told();
}

const long = told(60);
const short = told(6);

async function open(made: TwoPoints, choice: Partial<PointChoice> = {}): Promise<Engine> {
  const files = [
    { name: 'near.pcap', octets: made.a },
    { name: 'far.pcap', octets: made.b },
  ];
  return (await openOctets(files, 1 << 16, [], { ...usualPoints, ...choice })).engine;
}

function streamsOf(engine: Engine): readonly StreamRow[] {
  return engine.streams({ text: '', problemOnly: false, detectedBy: [], sort: { column: 'index', descending: false } }, { offset: 0, limit: 100 }).rows;
}

function pointsOf(engine: Engine): PointsOverview {
  return engine.overview().points!;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('both sides of a bad link', () => {
  test('offset 37.123 s, drift 40 ppm, loss and delay of each way are found', async () => {
    const made = captureTwice(long, ALICE, BAD, NS);
    const engine = await open(made);
    const { points, elsewhere, matched } = pointsOf(engine);
    const { clock } = points[1]!;
    if (clock.how !== 'both') throw new Error(clock.how);
    // in the middle of the capture B is ahead by the offset and half a minute of drift
    expect(Math.abs(clock.offset / 1e6 - (37_123 + 30_000 * 40e-6))).toBeLessThan(0.5);
    expect(clock.drift!).toBeCloseTo(40, 0);
    expect(clock.uncertainty! / 1e6).toBeLessThan(31);
    expect(elsewhere).toBe(points[0]!.packets + points[1]!.packets - engine.overview().packets + elsewhere);
    expect(matched).toBe(made.toB.delays.length + made.toA.delays.length + 7);
    const rows = streamsOf(engine);
    expect(rows.length).toBe(2);
    for (const [row, link] of [
      [rows[0]!, made.toB],
      [rows[1]!, made.toA],
    ] as const) {
      const { segments, sightings } = engine.streamPoints(row.stream)!;
      const [segment] = segments;
      expect(sightings.map(({ point, packets, isHome }) => [point, packets, isHome])).toEqual(
        (link === made.toB ? [0, 1] : [1, 0]).map((point, i) => [point, i === 0 ? link.sent : link.delays.length, i === 1]),
      );
      expect([segment!.both, segment!.lost, segment!.joined]).toEqual([link.delays.length, link.lost, 0]);
      expect(Math.abs(segment!.lostPercent - (100 * link.lost) / link.sent)).toBeLessThan(0.1);
      expect(Math.abs(segment!.delay!.median - median(link.delays))).toBeLessThan(1);
      expect(Math.abs(segment!.delay!.mean - mean(link.delays))).toBeLessThan(1);
      expect(Math.abs(segment!.delay!.min - Math.min(...link.delays))).toBeLessThan(1);
      expect(Math.abs(segment!.delay!.max - Math.max(...link.delays))).toBeLessThan(1);
      // what overtook a packet made that one late
      expect(segment!.reordered).toBeGreaterThan(0);
      // the receiver's side is counted, and nothing twice
      expect([row.packets, row.rfc3550.duplicates]).toEqual([link.delays.length, 0]);
    }
  });

  test('delay and loss over time; the sum of the bars is what was lost', async () => {
    const made = captureTwice(short, ALICE, { ...BAD, loss: 5 }, NS);
    const engine = await open(made);
    const [row] = streamsOf(engine);
    const [series] = engine.segmentSeries({ stream: row!.stream, buckets: 100 });
    expect(series!.lost.reduce((sum, lost) => sum + lost, 0)).toBe(made.toB.lost);
    expect(Math.max(...series!.max.filter((value) => !Number.isNaN(value)))).toBeCloseTo(Math.max(...made.toB.delays), 0);
    const [window] = engine.segmentSeries({ stream: row!.stream, buckets: 10, from: row!.start + 1e9, to: row!.start + 2e9 });
    expect(window!.x.length).toBe(10);
  });

  test('a message counts once, at the point that saw most; one lost in between is said to be lost there', async () => {
    const [bye, ok] = short.slice(-2);
    const later = (packet: ForgedPacket): ForgedPacket => ({ ...packet, time: packet.time + 500_000_000n });
    const again = [...short.slice(0, -1), later(bye!), later(ok!)];
    const made = captureTwice(again, ALICE, { ...BAD, drop: (packet) => packet === bye }, NS);
    const engine = await open(made);
    const { rows } = engine.calls({ ...noFilter, sort: { column: 'index', descending: false } }, { offset: 0, limit: 10 });
    expect(rows.length).toBe(1);
    const ladder = await engine.ladder([rows[0]!.call]);
    const messages = ladder.rows.filter((one) => one.kind === 'message');
    expect(messages.length).toBe(8);
    expect(messages.filter((one) => one.retransmissionOf !== undefined).length).toBe(1);
    expect(messages.filter((one) => one.captureDuplicateOf !== undefined).length).toBe(0);
    const [segment, back] = engine.callPoints(rows[0]!.call)!.segments;
    expect([segment!.both, segment!.lost, back!.both, back!.lost]).toEqual([3, 1, 4, 0]);
    expect(segment!.delay!.median).toBeCloseTo(33, -1);
    const byes = messages.filter(({ method }) => method === 'BYE');
    expect(byes.map(({ sightings }) => [sightings?.way, sightings?.seen.map(({ point }) => point), sightings?.missing, sightings?.lostAfter])).toEqual([
      [[0, 1], [0], [1], 0],
      [[0, 1], [0, 1], [], undefined],
    ]);
    // both packets of a message can be opened; the copy says what its file says
    const copy = await engine.packet(byes[1]!.sightings!.seen[1]!.packet);
    expect([copy!.kind, copy!.point, copy!.fields[0]!.at(-1)!.name]).toEqual(['elsewhere', 'B', 'Session Initiation Protocol']);
    expect(Math.abs(copy!.fileTime! - copy!.time - 37.123e9)).toBeLessThan(2e6);
  });

  test('numbers of a stream are those of the point that is chosen', async () => {
    const made = captureTwice(short, ALICE, { ...BAD, loss: 5 }, NS);
    const sender = streamsOf(await open(made, { streams: 'sender' }));
    expect(sender.map(({ packets }) => packets)).toEqual([made.toB.sent, made.toA.sent]);
    const atA = streamsOf(await open(made, { streams: 0 }));
    expect(atA.map(({ packets }) => packets)).toEqual([made.toB.sent, made.toA.delays.length]);
  });

  test('clocks left alone: copies still count once, times are those of the files', async () => {
    const made = captureTwice(short, ALICE, BAD, NS);
    const engine = await open(made, { clocks: 'own' });
    expect(streamsOf(engine).map(({ rfc3550 }) => rfc3550.duplicates)).toEqual([0, 0]);
    const [segment] = engine.streamPoints(streamsOf(engine).find(({ source }) => source.port === 4000)!.stream)!.segments;
    expect([segment!.both, segment!.lost, segment!.uncertainty]).toEqual([made.toB.delays.length, made.toB.lost, undefined]);
    expect(segment!.delay!.median / 1000).toBeCloseTo(37.156, 2);
    expect(engine.overview().duration / 1e9).toBeCloseTo(43.2, 0);
  });
});

describe('where packets were lost', () => {
  const lossOf = async (engine: Engine, call: number): Promise<readonly (readonly unknown[])[]> =>
    (await engine.findingsOfCall(call)).filter(({ rule }) => rule === 'LOSS').map(({ facts }) => [facts['site'], facts['told'], facts['after'], facts['next']]);

  test('between the points: each way says from where to where', async () => {
    const engine = await open(captureTwice(short, ALICE, { ...BAD, loss: 8 }, NS));
    await engine.rate();
    expect(streamsOf(engine).map(({ lossSite }) => lossSite)).toEqual(['between', 'between']);
    expect(await lossOf(engine, 0)).toEqual([
      ['between', 2, 'A', 'B'],
      ['between', 2, 'B', 'A'],
    ]);
  });

  test('missed by the capture whose packets count: the point behind it saw them', async () => {
    const made = captureTwice(short, ALICE, { delay: 30, jitter: 4, offset: 2000 }, NS);
    const missing = made.packetsA.filter((_, i) => i < 10 || i % 9 !== 0);
    const engine = await open({ ...made, a: writeCapture(missing, NS) }, { streams: 'sender' });
    await engine.rate();
    const [row] = streamsOf(engine);
    expect([row!.source.address, row!.lossSite]).toEqual(['192.0.2.10', 'capture']);
    expect((await lossOf(engine, 0))[0]).toEqual(['capture', 2, 'A', 'B']);
  });
});

describe('one way, rewritten, partly', () => {
  test('packets of one direction: the least delay counts as none; loss tells which point comes first', async () => {
    const one = long.filter(({ octets }) => octets[29] === 10);
    const made = captureTwice(one, ALICE, BAD, NS);
    const engine = await open(made);
    const { clock } = pointsOf(engine).points[1]!;
    if (clock.how !== 'one') throw new Error(clock.how);
    expect([clock.uncertainty, clock.isOrderKnown]).toEqual([undefined, true]);
    const [segment] = engine.streamPoints(streamsOf(engine)[0]!.stream)!.segments;
    expect([segment!.from, segment!.to, segment!.lost, segment!.uncertainty]).toEqual([0, 1, made.toB.lost, undefined]);
    expect(segment!.delay!.min).toBeCloseTo(0, 0);
    expect(segment!.delay!.max).toBeCloseTo(Math.max(...made.toB.delays) - Math.min(...made.toB.delays), 0);
  });

  test('NAT in between: the stream goes on under other addresses, and the messages count once', async () => {
    const rewrite = (frame: Uint8Array, toB: boolean): Uint8Array => {
      // 192.0.2.10 behind A is 203.0.113.5 at B
      const at = toB ? 26 : 30;
      frame.set(toB ? [203, 0, 113, 5] : ALICE, at);
      return frame;
    };
    const natted = short.map((packet) => (packet.octets[29] === 10 ? packet : { ...packet, octets: Uint8Array.from(packet.octets) }));
    const made = captureTwice(natted, ALICE, { ...BAD, rewrite }, NS);
    // what B's side sends is addressed to the NAT
    const toNat = made.packetsB.map((packet) =>
      packet.octets[29] === 20 ? { ...packet, octets: Uint8Array.from(packet.octets, (octet, i) => [203, 0, 113, 5][i - 30] ?? octet) } : packet,
    );
    const engine = await open({ ...made, b: writeCapture(toNat, NS) });
    const rows = streamsOf(engine);
    expect(rows.length).toBe(4);
    const first = rows.find(({ source }) => source.address === '192.0.2.10')!;
    const { segments, sightings } = engine.streamPoints(first.stream)!;
    expect(sightings.map(({ stream }) => stream)).toEqual([undefined, rows.find(({ source }) => source.address === '203.0.113.5')!.stream]);
    expect([segments[0]!.both, segments[0]!.lost, segments[0]!.rewritten]).toEqual([made.toB.delays.length, made.toB.lost, true]);
    expect(engine.overview().counts.messages).toBe(7);
  });

  test('a point that listened for a part of the call: outside of it the other point is counted, and nothing is lost there', async () => {
    const made = captureTwice(short, ALICE, { delay: 30, jitter: 4, offset: 500, listenB: [2000, 4000] }, NS);
    const engine = await open(made);
    const [row] = streamsOf(engine);
    expect([row!.packets, row!.rfc3550.lost]).toEqual([made.toB.sent, 0]);
    const [segment] = engine.streamPoints(row!.stream)!.segments;
    expect([segment!.lost, segment!.joined]).toEqual([0, 0]);
    expect(segment!.both).toBeGreaterThan(90);
  });
});

describe('what are no two points', () => {
  test('files with nothing in common are merged by time', async () => {
    const other = createStory();
    tellPlainCall(other, 0, {
      callId: 'other@192.0.2.10',
      toCallee: { ssrc: 77, payload: () => new Uint8Array(160).fill(3) },
      toCaller: { ssrc: 78, payload: () => new Uint8Array(160).fill(4) },
    });
    const { engine } = await openOctets([
      { name: 'one.pcap', octets: writeCapture(short, NS) },
      { name: 'two.pcap', octets: other.capture(NS) },
    ]);
    expect(pointsOf(engine)).toMatchObject({ points: [], matched: 0, elsewhere: 0 });
    expect(engine.overview().counts.calls).toBe(2);
  });

  test('parts of a ring buffer are one point, also beside another point', async () => {
    const made = captureTwice(short, ALICE, { delay: 30, jitter: 4, offset: 12_000 }, NS);
    const cut = made.packetsA.length >> 1;
    const files = [
      { name: 'edge_00001.pcap', octets: writeCapture(made.packetsA.slice(0, cut), NS) },
      { name: 'edge_00002.pcap', octets: writeCapture(made.packetsA.slice(cut), NS) },
    ];
    const alone = (await openOctets(files)).engine;
    expect(pointsOf(alone).points).toEqual([]);
    const { engine } = await openOctets([...files, { name: 'core.pcap', octets: made.b }]);
    expect(pointsOf(engine).points.map(({ captures }) => captures)).toEqual([[0, 1], [2]]);
    expect(streamsOf(engine).map(({ rfc3550 }) => [rfc3550.lost, rfc3550.duplicates])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test('the same file twice is read once and said; the same packets in another container are a copy', async () => {
    const octets = writeCapture(short, NS);
    const { result, engine } = await openOctets([
      { name: 'one.pcap', octets },
      { name: 'one.pcap', octets },
    ]);
    if (!result.opens) throw new Error(result.message);
    expect(result.refused.map(({ reason, message }) => [reason, message])).toEqual([['same-file', 'one.pcap']]);
    expect(engine.overview().packets).toBe(short.length);
    const copy = await openOctets([
      { name: 'one.pcap', octets },
      { name: 'saved.pcapng', octets: writeCapture(short, { format: 'pcapng', interfaces: [{ resolution: 9 }] }) },
    ]);
    expect(pointsOf(copy.engine).points[1]).toMatchObject({ copyOf: 0, clock: { how: 'both', offset: 0 } });
    expect([copy.engine.overview().counts.messages, streamsOf(copy.engine)[0]!.rfc3550.duplicates]).toEqual([7, 0]);
  });

  test('not compared when that is chosen', async () => {
    const engine = await open(captureTwice(short, ALICE, { delay: 30 }, NS), { match: false });
    expect(pointsOf(engine)).toMatchObject({ points: [], choice: { match: false } });
    expect(streamsOf(engine)[0]!.rfc3550.duplicates).toBeGreaterThan(200);
  });
});

test('interfaces of one file as points', async () => {
  const made = captureTwice(short, ALICE, { delay: 1, jitter: 1, loss: 3 }, NS);
  const both = [...made.packetsA.map((packet) => ({ ...packet, interface: 0 })), ...made.packetsB.map((packet) => ({ ...packet, interface: 1 }))].sort((a, b) =>
    Number(a.time - b.time),
  );
  const octets = writeCapture(both, {
    format: 'pcapng',
    interfaces: [
      { linkType: 1, name: 'eth0', resolution: 9 },
      { linkType: 1, name: 'eth1', resolution: 9 },
    ],
  });
  const plain = await openOctets([{ name: 'router.pcapng', octets }]);
  expect([plain.engine.overview().points, plain.engine.overview().accounting.kinds.elsewhere]).toEqual([undefined, 0]);
  const { engine } = await openOctets([{ name: 'router.pcapng', octets }], 1 << 16, [], { ...usualPoints, interfaces: true });
  expect(pointsOf(engine).points.map(({ letter, interface: name, clock }) => [letter, name, clock.how])).toEqual([
    ['A', 'eth0', 'reference'],
    ['B', 'eth1', 'same'],
  ]);
  const [segment] = engine.streamPoints(streamsOf(engine)[0]!.stream)!.segments;
  expect([segment!.lost, segment!.uncertainty]).toEqual([made.toB.lost, 0]);
  expect(segment!.delay!.median).toBeCloseTo(median(made.toB.delays), 3);
});

test('one text sent very often: the first are compared, how many were not is said, and only where two points saw it', async () => {
  const story = createStory();
  const keepAlive = octetsOf('a keep-alive that is always the same');
  for (let i = 0; i < 80; i++) story.datagram(i, endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5060'), keepAlive);
  for (let i = 0; i < 90; i++) story.datagram(i, endpoint('192.0.2.77:5060'), endpoint('198.51.100.7:5060'), octetsOf('seen by one alone'));
  const told = [...short, ...story.told()].sort((a, b) => Number(a.time - b.time));
  const made = captureTwice(told, ALICE, { delay: 30, drop: (packet) => Buffer.from(packet.octets).includes('one alone') }, NS);
  const engine = await open(made);
  const said = engine.diagnostics().filter(({ code }) => code === 'limit.pointCopies');
  expect(said.map(({ places }) => places[0]!.length)).toEqual([160 - 64]);
});

test('more packets or flows than are compared: said, and the rest counts as it is', async () => {
  const made = captureTwice(short, ALICE, { delay: 30 }, NS);
  const tables = new Tables(true, () => undefined);
  const files = [made.a, made.b].map((octets) => ({
    format: sniff(octets, octets.length) as SniffedCapture,
    size: octets.length,
    source: new OctetsSource('', octets),
  }));
  await surveyCaptures(tables, files, {
    choice: usualPoints,
    signal: { aborted: false },
    onWindow: () => undefined,
    most: { pointPackets: 300, pointFlows: 2 },
  });
  expect(
    tables.diagnostics
      .counts()
      .map(({ code }) => code)
      .sort(),
  ).toEqual(['limit.pointFlows', 'limit.pointPackets']);
  expect(tables.points).toBeUndefined();
});

const noFilter = { text: '', states: [], results: [], problems: [], labels: [], rules: [], severities: [] } as never as Parameters<Engine['calls']>[0];

describe('recorded on both sides of a link that loses 2 % and takes 30 ms', () => {
  const octets = (name: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(new URL(`recorded-points/${name}.pcap.gz`, import.meta.url))));

  /** RTP by its first twelve octets and what it came from, with its time in seconds; read by hand, so that nothing of ours is asked. */
  function rtpOf(file: Uint8Array, from: string): Map<string, number> {
    const view = new DataView(file.buffer, file.byteOffset, file.length);
    const fraction = view.getUint32(0, true) === 0xa1b23c4d ? 1e9 : 1e6;
    const found = new Map<string, number>();
    for (let at = 24; at + 16 <= file.length; at += 16 + view.getUint32(at + 8, true)) {
      const source = [...file.subarray(at + 42, at + 46)].join('.');
      if (source !== from || file[at + 39] !== 17 || file[at + 58]! >> 6 !== 2) continue;
      found.set([...file.subarray(at + 58, at + 70)].join(), view.getUint32(at, true) + view.getUint32(at + 4, true) / fraction);
    }
    return found;
  }

  test('loss and delay are those of the two files, one way and the other', async () => {
    const [near, far] = [octets('near'), octets('far')];
    const { engine } = await openOctets([
      { name: 'near.pcap', octets: near },
      { name: 'far.pcap', octets: far },
    ]);
    const { clock } = pointsOf(engine).points[1]!;
    if (clock.how !== 'both') throw new Error(clock.how);
    // one machine: what the clocks differ by is what editcap put in
    expect(Math.abs(clock.offset - 37.123e9)).toBeLessThan(0.1e6);
    expect(clock.uncertainty).toBeLessThan(0.1e6);
    for (const row of streamsOf(engine)) {
      const [sent, came] =
        row.source.address === '10.99.0.1' ? [rtpOf(near, '10.99.0.1'), rtpOf(far, '10.99.0.1')] : [rtpOf(far, '10.99.0.2'), rtpOf(near, '10.99.0.2')];
      const shift = row.source.address === '10.99.0.1' ? -37.123 : 37.123;
      const delays = [...sent].flatMap(([key, time]) => (came.has(key) ? [(came.get(key)! + shift - time) * 1000] : []));
      const end = Math.max(...came.values()) + shift - 0.04;
      const lost = [...sent].filter(([key, time]) => !came.has(key) && time < end).length;
      const [segment] = engine.streamPoints(row.stream)!.segments;
      expect([segment!.both, segment!.joined, segment!.reordered]).toEqual([delays.length, 0, 0]);
      expect(Math.abs(segment!.lostPercent - (100 * lost) / (lost + delays.length))).toBeLessThan(0.1);
      expect(segment!.lost).toBeGreaterThan(0);
      expect(Math.abs(segment!.delay!.mean - mean(delays))).toBeLessThan(1);
      expect(Math.abs(segment!.delay!.max - Math.max(...delays))).toBeLessThan(1);
    }
  });
});

test('damaged octets in either file: nothing is thrown, every packet is counted once', async () => {
  const made = captureTwice(short, ALICE, BAD, NS);
  for (let seed = 1; seed <= 12; seed++) {
    const random = createRandom(seed);
    const damaged = [made.a.slice(0, 60_000), made.b.slice(0, 60_000)].map((octets) => {
      for (let n = 0; n < 40; n++) octets[24 + random.below(octets.length - 24)] = random.below(256);
      return octets;
    });
    const { engine } = await openOctets(damaged.map((octets, i) => ({ name: `damaged-${i}.pcap`, octets })));
    const { accounting, packets, captures } = engine.overview();
    expect(Object.values(accounting.kinds).reduce((sum, count) => sum + count, 0)).toBe(packets);
    expect(captures.reduce((sum, capture) => sum + capture.packets, 0)).toBe(packets);
    for (const { stream } of streamsOf(engine)) engine.streamPoints(stream);
  }
});

test('a capture of all interfaces of a router, by the interface its records name', async () => {
  const made = captureTwice(short, ALICE, { delay: 1, jitter: 1, loss: 3 }, NS);
  const cooked = (packets: readonly ForgedPacket[], interfaceIndex: number): ForgedPacket[] =>
    packets.map((packet) => ({ ...packet, octets: frame(packet.octets.subarray(14), { kind: 'linux-cooked-2', interfaceIndex }) }));
  const both = [...cooked(made.packetsA, 2), ...cooked(made.packetsB, 3)].sort((a, b) => Number(a.time - b.time));
  const { engine } = await openOctets([{ name: 'any.pcap', octets: writeCapture(both, { ...NS, linkType: 276 }) }], 1 << 16, [], {
    ...usualPoints,
    interfaces: true,
  });
  expect(pointsOf(engine).points.map(({ interface: name }) => name)).toEqual(['2', '3']);
  const [segment] = engine.streamPoints(streamsOf(engine)[0]!.stream)!.segments;
  expect([segment!.both, segment!.lost]).toEqual([made.toB.delays.length, made.toB.lost]);
});

describe('what the segments lost, in the words and files a person takes away', () => {
  const recorded = async (): Promise<Engine> => {
    const files = ['near', 'far'].map((name) => ({
      name: `${name}.pcap`,
      octets: new Uint8Array(gunzipSync(readFileSync(new URL(`recorded-points/${name}.pcap.gz`, import.meta.url)))),
    }));
    const { engine } = await openOctets(files);
    await engine.rate();
    return engine;
  };

  test('a short call that lost five packets is a finding, with the segment and packets that prove it', async () => {
    const engine = await recorded();
    const [call] = engine.calls({ ...noFilter, sort: { column: 'index', descending: false } }, { offset: 0, limit: 1 }).rows;
    expect([call!.problems.includes('loss'), call!.lostBetween]).toEqual([true, [{ from: 'B', to: 'A', lost: 4 }]]);
    const [loss] = (await engine.findingsOfCall(call!.call)).filter(({ rule }) => rule === 'LOSS');
    // 92 packets expected, five missing; one was an echo of a packet that never came to B
    expect([loss!.severity, loss!.facts['lost'], loss!.facts['there'], loss!.facts['unseen'], loss!.facts['segments']]).toEqual(['error', 5, 4, 1, 'B → A 4']);
    // between the first and the last packet of the stream: the lost ones, as B's file has them
    expect(loss!.evidence.slice(1, -1).map(({ place }) => place.capture)).toEqual([1, 1, 1, 1]);
    const said = mediaFindings.LOSS!.sentence((name) => String(loss!.facts[name]));
    expect(said).toContain('4 packets were lost between capture points B and A: seen at B, never at A. 1 packet was seen at no point');
  });

  test('one packet of ninety is no loss yet, in the label as in the findings', () => {
    expect([tellsLoss(1, 92), tellsLoss(3, 92), tellsLoss(1, 100)]).toEqual([false, true, true]);
  });

  test('the ladder tells each segment of a stream, the analysis and the CSV as well', async () => {
    const engine = await recorded();
    const ladder = await engine.ladder([0 as never]);
    expect(ladder.pointNames).toEqual(['near.pcap', 'far.pcap']);
    const band = ladder.rows.find((row) => row.kind === 'media' && row.segments?.[0]?.from === 1)!;
    const text = segmentLine(band as LadderMedia, ladder.points!);
    expect(text).toMatch(/^B → A 4\.44\s%? ?%? lost, 32\.8 ms, \+9\.29 ms jitter$/);
    const analysis = (await analysisOf(engine)) as { points: { name: string }[]; streams: { points: { segments: object[] } }[]; calls: { points: object[] }[] };
    expect(analysis.points.map(({ name }) => name)).toEqual(['near.pcap', 'far.pcap']);
    expect(analysis.streams[1]!.points.segments).toMatchObject([{ from: 'B', to: 'A', both: 86, lost: 4, rewritten: false }]);
    expect(analysis.calls[0]!.points).toMatchObject([
      { from: 'A', to: 'B', both: 2, lost: 0 },
      { from: 'B', to: 'A', both: 2, lost: 0 },
    ]);
    let csv = '';
    for await (const piece of engine.exportTable({
      table: 'streams',
      query: { text: '', problemOnly: false, detectedBy: [], sort: { column: 'index', descending: false } },
    }))
      csv += piece;
    expect(csv.split('\n')[2]).toContain('B>A lost 4 of 90, delay_ms 32.797, jitter_ms 9.285');
  });

  test('three points: each segment says what it lost, and the verdict names both', async () => {
    const [first, second] = [captureTwice(short, ALICE, { ...BAD, loss: 6 }, NS), { delay: 12, jitter: 3, loss: 4, offset: -9000, seed: 3 }];
    // what B saw goes on to C: the second link begins where the first ended
    const onward = captureTwice(
      first.packetsB.filter(({ octets }) => octets[29] === 10),
      ALICE,
      second,
      NS,
    );
    const { engine } = await openOctets([
      { name: 'a.pcap', octets: first.a },
      { name: 'b.pcap', octets: first.b },
      { name: 'c.pcap', octets: onward.b },
    ]);
    await engine.rate();
    const row = streamsOf(engine).find(({ source }) => source.address === '192.0.2.10')!;
    expect(engine.streamPoints(row.stream)!.segments.map(({ from, to, lost }) => [from, to, lost])).toEqual([
      [0, 1, first.toB.lost],
      [1, 2, onward.toB.lost],
    ]);
    const loss = (await engine.findingsOfCall(0)).find(({ rule, direction }) => rule === 'LOSS' && direction === 'toCallee');
    const band = (await engine.ladder([0 as never])).rows.find((one) => one.kind === 'media' && one.stream === row.stream) as LadderMedia;
    // two segments have room for loss and delay; the jitter they add is told on hover
    expect(segmentLine(band, ['A', 'B', 'C'])).toMatch(/^A → B [\d.]+ % lost, [\d.]+ ms · B → C [\d.]+ % lost, [\d.]+ ms$/);
    expect(driftText({ clock: { how: 'both', drift: 0, driftUncertainty: 4.3 } } as never)).toBe('none ±\u00a04.3 ppm');
    expect(loss!.facts['segments']).toBe(`A → B ${first.toB.lost}, B → C ${onward.toB.lost}`);
    expect(mediaFindings.LOSS!.sentence((name) => String(loss!.facts[name]))).toContain('Lost between the capture points: A → B');
  });
});
