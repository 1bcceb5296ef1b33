/** What compound RTCP says, on octets a person can read, and on any octets at all. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VoipMetricsBlock } from './rtcp-extended.ts';
import { readStatement, type RtcpStatement } from './rtcp-statement.ts';
import { checkRtcp } from './rtcp.ts';

function octets(text: string): Uint8Array {
  return Uint8Array.from(text.replace(/\s+/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function read(text: string): RtcpStatement {
  const all = octets(text);
  return readStatement(new DataView(all.buffer), all, 0, all.length)!;
}

const RR = '80c90001 00000b0b';

describe('reports', () => {
  test('a sender report with a block: every field, losses signed', () => {
    const { types, reporter, senders, blocks } = read(`81c8000c 000a11ce e0000001 80000000 00003e80 00000064 00003e80
      00000b0b 08fffffd 00010005 00000050 00018000 00002000`);
    expect([types, reporter]).toEqual([[200], 0xa11ce]);
    expect(senders).toEqual([{ ssrc: 0xa11ce, ntpSeconds: 0xe0000001, ntpFraction: 0x80000000, rtpTimestamp: 16000, packets: 100, octets: 16000 }]);
    expect(blocks).toEqual([
      { reporter: 0xa11ce, source: 0xb0b, fractionLost: 8, cumulativeLost: -3, extendedHighest: 65541, jitter: 80, lastSenderReport: 0x18000, delay: 0x2000 },
    ]);
  });

  test('descriptions, APP, and a BYE of two sources with a reason', () => {
    const { descriptions, applications, byes } = read(`${RR}
      81ca0006 00000b0b 01 03 61406c 06 04 73697070 08 04 01 78 7979 000000
      83cc0003 00000b0b 50494e47 01020304
      82cb0004 00000b0b 00000b0c 04 62757379 000000`);
    expect(descriptions).toEqual([
      { ssrc: 0xb0b, item: 'cname', text: 'a@l' },
      { ssrc: 0xb0b, item: 'tool', text: 'sipp' },
      { ssrc: 0xb0b, item: 'priv', text: '\u0001xyy' },
    ]);
    expect(applications).toEqual([{ ssrc: 0xb0b, name: 'PING', subtype: 3, octets: 4 }]);
    expect(byes).toEqual([
      { ssrc: 0xb0b, reason: 'busy' },
      { ssrc: 0xb0c, reason: 'busy' },
    ]);
  });

  test('reduced size (RFC 5506): feedback alone', () => {
    expect(read('81ce0002 00000b0b 000a11ce').feedback).toMatchObject([{ kind: 'pli', reporter: 0xb0b, sources: [0xa11ce] }]);
  });

  test('a broken chain says nothing', () => {
    const all = octets('80c90001 00000b0b 12345678');
    expect(readStatement(new DataView(all.buffer), all, 0, all.length)).toBeUndefined();
  });
});

describe('feedback', () => {
  test.each([
    ['81cd0003 00000b0b 000a11ce 0400 8001', { kind: 'nack', packets: 3, sources: [0xa11ce] }],
    ['83cd0004 00000b0b 00000000 000a11ce 0c35 0028', { kind: 'tmmbr', sources: [0xa11ce], bitRate: 54_272 }],
    ['8fcd0005 00000b0b 000a11ce 0001 0014 000010 05 2014 8000', { kind: 'transportCc', packets: 20 }],
    ['84ce0004 00000b0b 00000000 000a11ce 07000000', { kind: 'fir', sources: [0xa11ce] }],
    ['8fce0005 00000b0b 00000000 52454d42 01 0b d090 000a11ce', { kind: 'remb', sources: [0xa11ce], bitRate: 0x3d090 * 4 }],
    ['8fce0003 00000b0b 000a11ce 4d535346', { kind: 'other' }],
  ])('%s', (text, expected) => {
    expect(read(text).feedback).toMatchObject([expected]);
  });
});

describe('extended reports', () => {
  const xr = (words: number, block: string): RtcpStatement => read(`80cf${(words + 1).toString(16).padStart(4, '0')} 00000b0b ${block}`);

  test('loss run lengths: zeros are lost, bits beyond the end are filling', () => {
    // of 1000 to 1020: fifteen bits with two zeros, a run of three lost, and two of a run of five received
    const { extended } = xr(5, '01000004 000a11ce 03e8 03fc fffc 0003 4005 0000');
    expect(extended).toEqual([{ reporter: 0xb0b, kind: 'loss', source: 0xa11ce, begin: 1000, end: 1020, thinning: 0, reported: 20, marked: 5 }]);
  });

  test('duplicates with thinning, receipt times', () => {
    expect(xr(4, '02010003 000a11ce 03e8 03ec bfff 0000').extended).toMatchObject([{ kind: 'duplicate', thinning: 1, reported: 2, marked: 1 }]);
    expect(xr(5, '03000004 000a11ce 03e8 03ea 00003e80 00003f20').extended).toMatchObject([{ kind: 'receiptTimes', times: 2 }]);
  });

  test('reference time and its answers', () => {
    expect(xr(3, '04000002 e0000001 80000000').extended).toEqual([{ reporter: 0xb0b, kind: 'referenceTime', ntpSeconds: 0xe0000001, ntpFraction: 0x80000000 }]);
    expect(xr(4, '05000003 000a11ce 00018000 00002000').extended).toEqual([
      { reporter: 0xb0b, kind: 'lastReference', answers: [{ receiver: 0xa11ce, lastReference: 0x18000, delay: 0x2000 }] },
    ]);
  });

  test('statistics: only what the flags say', () => {
    const { extended } = xr(10, '06a80009 000a11ce 0001 0064 00000005 00000009 00000001 00000050 00000010 00000004 3c 40 3e 01');
    expect(extended).toMatchObject([
      {
        kind: 'statistics',
        begin: 1,
        end: 100,
        lost: 5,
        duplicates: undefined,
        jitter: { min: 1, max: 80, mean: 16, deviation: 4 },
        hops: { isIpv6: false, min: 60 },
      },
    ]);
  });

  test('VoIP metrics: 127 is unavailable, levels are signed', () => {
    const { extended } = xr(9, '07000008 000a11ce 05 02 40 02 012c 0fa0 006e 003c ec 7f 37 10 58 7f 2b 7f f5 00 0028 0050 00c8');
    const [block] = extended as unknown as VoipMetricsBlock[];
    expect(block).toMatchObject({ roundTripDelay: 110, endSystemDelay: 60, signalLevel: -20, noiseLevel: undefined, rFactor: 88, externalRFactor: undefined });
    expect(block).toMatchObject({ mosListening: 4.3, mosConversational: undefined, concealment: 'standard', jitterBuffer: 'adaptive', jitterBufferRate: 5 });
    expect(block!.lossRate).toBeCloseTo(1.95, 2);
  });
});

test('any octets: a statement or none, nothing thrown, and the same inside other surroundings', () => {
  const packet = fc.tuple(fc.constantFrom(192, 200, 201, 202, 203, 204, 205, 206, 207, 210), fc.integer({ min: 0, max: 31 }), fc.uint8Array({ maxLength: 64 }));
  const compound = fc.array(packet, { minLength: 1, maxLength: 4 }).map((packets) =>
    packets.flatMap(([type, count, body]) => {
      const words = Math.max(1, Math.ceil(body.length / 4));
      const padded = new Uint8Array(words * 4);
      padded.set(body);
      return [0x80 | count, type, words >> 8, words & 255, ...padded];
    }),
  );
  fc.assert(
    fc.property(compound, (list) => {
      const answers = [0x00, 0xff].map((fill) => {
        const all = new Uint8Array(list.length + 64).fill(fill);
        all.set(list, 32);
        const view = new DataView(all.buffer);
        return [checkRtcp(view, 32, 32 + list.length), readStatement(view, all, 32, 32 + list.length)];
      });
      expect(answers[0]).toEqual(answers[1]);
    }),
  );
});
