import { describe, expect, it } from 'vitest';
import { createRandom } from '../../test/forge/random.ts';
import { CandidateTable } from './candidate-table.ts';
import { isPlausibleFlow } from './detector.ts';
import { joinPayloadNames } from './payload-type.ts';
import { admission, StreamTable } from './stream-table.ts';

const PORTS = ((20_000 << 16) | 30_000) >>> 0;
const SSRC = 0x12345678;

interface Flow {
  readonly type?: number;
  readonly step?: number;
  readonly payload?: number;
  readonly ports?: number;
  readonly noise?: number;
}

/** Offers packets [from, to) of a 20 ms flow; gives the packets at which it became a stream. */
function offer(table: StreamTable, from: number, to: number, { type = 0, step = 160, payload = 160, ports = PORTS, noise = 0 }: Flow = {}): number[] {
  const random = createRandom(7);
  const admitted: number[] = [];
  for (let i = from; i < to; i++) {
    const time = i * 20e6 + random.around(noise) * 1000;
    let stream = table.find(1, 2, ports, SSRC);
    if (stream >= 0) table.add(stream, i, time, i, i * step, type, payload + 12, payload, false);
    else {
      stream = table.offer(1, 2, ports, SSRC, i, time, i, i * step, type, payload + 12, payload, false);
      if (stream >= 0) admitted.push(i);
    }
  }
  return admitted;
}

describe('undeclared flows', () => {
  it('are admitted at the fourth packet when the codec shows, and nothing is lost', () => {
    const adopted: number[] = [];
    const table = new StreamTable({ adopt: (packet, stream) => adopted.push(packet, stream) });
    expect(offer(table, 10, 30)).toEqual([13]);
    expect(adopted).toEqual([10, 0, 11, 0, 12, 0, 13, 0]);
    expect(table.packets(0)).toBe(20);
    expect(table.wireshark(0).packets).toBe(20);
    expect(table.firstPacket(0)).toBe(10);
    expect(table.admissionOf(0)).toBe(admission.heuristic);
    expect(table.score(0)).toBeGreaterThanOrEqual(10);
    expect(table.setup(0)).toBe(-1);
    expect(table.candidates.count).toBe(0);
  });

  it('of a dynamic type are admitted at the sixth packet, with the clock inferred for the expert alone', () => {
    const table = new StreamTable({ adopt: () => {} });
    expect(offer(table, 0, 60, { type: 111, step: 960, payload: 71, noise: 2500 })).toEqual([5]);
    expect(table.inferredClock(0, 111)).toBe(48_000);
    expect(table.wireshark(0)).toMatchObject({ clockRate: 0, minJitter: -1, maxJitter: 0 });
    expect(table.rfc3550(0).jitter).toBeGreaterThan(0.2);
    expect(table.rfc3550(0).ptime).toBe(20);
    expect(table.clockRate(0, 111)).toBe(48_000);
    expect(joinPayloadNames(table.maps, table.payloadTypes(0))).toBe('RTPType-111');
  });

  it('that a mirrored port shows twice are admitted too', () => {
    const table = new StreamTable({ adopt: () => {} });
    for (let i = 0; i < 20; i++) {
      for (let copy = 0; copy < 2 && table.count === 0; copy++)
        table.offer(1, 2, PORTS, SSRC, 2 * i + copy, i * 20e6 + copy * 1000, i, i * 160, 8, 172, 160, false);
    }
    expect(table.count).toBe(1);
    expect(table.rfc3550(0)).toMatchObject({ lost: 0, duplicates: Math.floor(table.packets(0) / 2) });
  });

  it('that an SDP announces later start anew for Wireshark, and stay whole for the expert', () => {
    const table = new StreamTable({ adopt: () => {} });
    offer(table, 0, 50);
    const map = table.maps.add([]);
    const stream = table.announce(1, 2, PORTS, SSRC, 50, map, admission.sdp, 9);
    offer(table, 50, 80);
    expect(stream).toBe(0);
    expect(table.beforeSdp(0)).toBe(50);
    expect(table.wireshark(0)).toMatchObject({ packets: 30, expected: 30, start: 1000 });
    expect(table.rfc3550(0)).toMatchObject({ packets: 80, expected: 80, lost: 0 });
    expect(table.setup(0)).toBe(9);
    expect(table.clocks(0).announcedPacket).toBe(50);
  });

  it('still undecided when the SDP comes hand their packets to the expert', () => {
    const adopted: number[] = [];
    const table = new StreamTable({ adopt: (packet) => adopted.push(packet) });
    offer(table, 0, 2);
    table.announce(1, 2, PORTS, SSRC, 2, table.maps.add([]), admission.sdp, 1);
    offer(table, 2, 12);
    expect(adopted).toEqual([0, 1]);
    expect(table.beforeSdp(0)).toBe(2);
    expect(table.wireshark(0).packets).toBe(10);
    expect(table.rfc3550(0).packets).toBe(12);
    expect(table.payloadTypes(0)).toEqual([{ payloadType: 0, packets: 12, map: table.mapOf(0) }]);
  });

  it('of random octets never become streams', () => {
    const table = new StreamTable({ adopt: () => {}, candidates: 1024 });
    const random = createRandom(99);
    const word = (): number => ((random.below(0x10000) << 16) | random.below(0x10000)) >>> 0;
    for (let i = 0; i < 100_000; i++)
      expect(table.offer(1, 2, PORTS, word(), i, i * 1e6, random.below(65_536), word(), random.below(192), 172, 160, false)).toBe(-1);
    expect(table.candidates.count).toBe(1024);
    expect(table.candidates.evicted).toBeGreaterThan(90_000);
  });

  it('with a counter and a constant id but random timestamps are turned down', () => {
    const table = new StreamTable({ adopt: () => {} });
    const random = createRandom(5);
    for (let i = 0; i < 200; i++) table.offer(1, 2, PORTS, SSRC, i, i * 20e6, i, random.below(1 << 22) * 1024, 97, 172, 160, false);
    expect(table.count).toBe(0);
    expect(table.candidates.rejected).toBe(1);
  });

  it('with two unsound packets are turned down', () => {
    const table = new StreamTable({ adopt: () => {} });
    offer(table, 0, 3);
    table.offerUnsound(1, 2, PORTS, SSRC);
    table.offerUnsound(1, 2, PORTS, SSRC);
    expect(offer(table, 3, 30)).toEqual([]);
    expect(table.candidates.dropped).toBe(3);
  });

  it('on reserved ports or with reserved SSRCs are not looked at', () => {
    expect(isPlausibleFlow(PORTS, SSRC)).toBe(true);
    expect(isPlausibleFlow(PORTS, 0)).toBe(false);
    expect(isPlausibleFlow(((53 << 16) | 30_000) >>> 0, SSRC)).toBe(false);
    expect(isPlausibleFlow(((20_000 << 16) | 5353) >>> 0, SSRC)).toBe(false);
  });

  it('survive a flood of others when they keep coming', () => {
    const table = new StreamTable({ adopt: () => {}, candidates: 64 });
    const random = createRandom(3);
    for (let i = 0; i < 6; i++) {
      offer(table, i, i + 1, { type: 97 });
      for (let k = 0; k < 20; k++) table.offer(1, 2, PORTS, 0x80000000 + random.below(1 << 23), 1, 1, 1, 1, 0, 172, 160, false);
    }
    expect(table.count).toBe(1);
  });
});

describe('announced streams', () => {
  it('change their map from the packet on', () => {
    const table = new StreamTable({ adopt: () => {} });
    const [opus, amr] = [
      table.maps.add([{ payloadType: 96, name: 'opus', clockRate: 48_000 }]),
      table.maps.add([{ payloadType: 96, name: 'AMR', clockRate: 8000 }]),
    ];
    const stream = table.announce(1, 2, PORTS, SSRC, 0, opus, admission.sdp, 1);
    offer(table, 0, 5, { type: 96 });
    expect(table.announce(1, 2, PORTS, SSRC, 5, amr, admission.sdp, 7)).toBe(stream);
    offer(table, 5, 10, { type: 96 });
    expect(table.clocks(stream).changes).toEqual([
      [0, opus],
      [5, amr],
    ]);
    expect(table.wireshark(stream).clockRate).toBe(8000);
    expect(table.wireshark(stream).packets).toBe(10);
    expect(table.setup(stream)).toBe(1);
  });

  it('count every payload type, beyond four too', () => {
    const table = new StreamTable({ adopt: () => {} });
    const stream = table.announce(1, 2, PORTS, SSRC, 0, table.maps.add([{ payloadType: 97, name: 'iLBC', clockRate: 8000 }]), admission.sdp, 1);
    for (const [i, type] of [0, 8, 18, 97, 101, 13, 0, 101, 13].entries()) table.add(stream, i, i, i, i, type, 172, 160, false);
    expect(table.payloadTypes(stream).map(({ payloadType, packets }) => [payloadType, packets])).toEqual([
      [0, 2],
      [8, 1],
      [13, 2],
      [18, 1],
      [97, 1],
      [101, 2],
    ]);
    expect(joinPayloadNames(table.maps, table.payloadTypes(stream))).toBe('g711U, g711A, CN, g729, iLBC, RTPType-101');
    expect(table.mainType(stream)).toBe(0);
  });

  it('by decode-as need no SDP and keep counting when one comes', () => {
    const table = new StreamTable({ adopt: () => {} });
    const stream = table.announce(1, 2, PORTS, SSRC, 0, 0, admission.decodeAs, -1);
    offer(table, 0, 5);
    table.announce(1, 2, PORTS, SSRC, 5, table.maps.add([]), admission.sdp, 4);
    offer(table, 5, 8);
    expect(table.wireshark(stream).packets).toBe(8);
    expect(table.admissionOf(stream)).toBe(admission.decodeAs);
  });

  it('know the reports about them', () => {
    const table = new StreamTable({ adopt: () => {} });
    const stream = table.announce(1, 2, PORTS, SSRC, 0, 0, admission.sdp, -1);
    table.reports.senderReport(1, 2, SSRC);
    table.reports.reportBlock(2, 1, SSRC);
    table.reports.reportBlock(2, 1, SSRC);
    table.reports.reportBlock(2, 1, 77);
    expect([table.senderReports(stream), table.receiverReports(stream)]).toEqual([1, 2]);
  });

  it('grow by thousands', () => {
    const table = new StreamTable({ adopt: () => {} });
    for (let i = 0; i < 5000; i++) table.add(table.announce(i, 2, PORTS, i * 7, i, 0, admission.sdp, i), i, i, i & 0xffff, i, 0, 172, 160, false);
    expect(table.count).toBe(5000);
    for (let i = 0; i < 5000; i++)
      expect([table.find(i, 2, PORTS, i * 7), table.packets(i), table.setup(i), table.source(i), table.ssrc(i)]).toEqual([i, 1, i, i, i * 7]);
  });
});

describe('CandidateTable', () => {
  it('keeps packets of many candidates apart, through reuse of blocks', () => {
    const table = new CandidateTable(64, 10);
    const random = createRandom(11);
    const truth = new Map<number, number[]>();
    for (let i = 0; i < 5000; i++) {
      const key = random.below(60);
      let id = table.find(key, 0, 0, 0);
      if (id < 0) {
        id = table.open(key, 0, 0, 0);
        truth.set(key, []);
      }
      if (table.keep(id, i, i, i & 0xffff, i, 0, 0, 0, false)) truth.get(key)!.push(i);
      else table.remove(id);
    }
    for (const [key, packets] of truth) {
      const id = table.find(key, 0, 0, 0);
      if (id < 0) continue;
      const run = table.gather(id);
      expect(Array.from(run.packet.subarray(0, run.count))).toEqual(packets);
    }
  });
});
