/** Headers, demultiplexing, RTCP, STUN and UDPTL on octets a person can read, and on any octets at all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../base/field.ts';
import { demultiplex, demultiplexClass } from './demultiplex.ts';
import { checkHeader, headerLength, headerProblem, isUsable, payloadLength } from './header.ts';
import { inspectRtcp } from './inspect-rtcp.ts';
import { inspectRtp } from './inspect-rtp.ts';
import { inspectStun } from './inspect-stun.ts';
import { inspectUdptl } from './inspect-t38.ts';
import { checkRtcp, isPlausibleStart, rtcpProblem, walkRtcp } from './rtcp.ts';
import { stunClass, stunMethod } from './stun.ts';
import { looksLikeUdptl } from './t38.ts';

function octets(text: string): Uint8Array {
  return Uint8Array.from(text.replace(/\s+/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function viewOf(text: string): DataView {
  return new DataView(octets(text).buffer);
}

function check(text: string, cut = 0): string {
  const view = viewOf(text);
  const problem = checkHeader(view, 0, view.byteLength, view.byteLength + cut);
  return Object.keys(headerProblem).find((name) => headerProblem[name as keyof typeof headerProblem] === problem)!;
}

const FIXED = '80 00 0001 000000a0 11111111';

describe('checkHeader', () => {
  it('takes what holds together', () => {
    expect(check(FIXED)).toBe('whole');
    expect(check('82 00 0001 000000a0 11111111 00000001 00000002 d5')).toBe('whole');
    expect(check('90 00 0001 000000a0 11111111 bede0001 10ff0000 d5')).toBe('whole');
    expect(check('a0 00 0001 000000a0 11111111 d5d5 0002')).toBe('whole');
  });

  it('names what does not', () => {
    expect(check('80 00 0001')).toBe('short');
    expect(check('40 00 0001 000000a0 11111111')).toBe('version');
    expect(check('80 c8 0001 000000a0 11111111')).toBe('rtcp');
    expect(check('82 00 0001 000000a0 11111111 00000001')).toBe('csrcList');
    expect(check('90 00 0001 000000a0 11111111 bede')).toBe('extension');
    expect(check('90 00 0001 000000a0 11111111 bede0002 10ff0000')).toBe('extension');
    expect(check('a0 00 0001 000000a0 11111111 d5d5 0005')).toBe('padding');
    expect(check('a0 00 0001 000000a0 11111111 d5d5 0000')).toBe('padding');
    expect(check('a0 00 0001 000000a0 11111111')).toBe('padding');
    expect(check('80 48 0001 000000a0 11111111 d5')).toBe('reservedType');
  });

  it('does not judge padding that was cut off', () => {
    expect(check('a0 00 0001 000000a0 11111111 d5d5 0005', 10)).toBe('whole');
  });

  it('lets an announcement overrule the soft ones', () => {
    expect([headerProblem.whole, headerProblem.padding, headerProblem.reservedType].every(isUsable)).toBe(true);
    expect([headerProblem.short, headerProblem.version, headerProblem.rtcp, headerProblem.csrcList, headerProblem.extension].some(isUsable)).toBe(false);
  });

  it('measures the media', () => {
    const view = viewOf('b1 00 0001 000000a0 11111111 00000001 bede0001 10ff0000 d5d5d5 0002');
    expect(headerLength(view, 0)).toBe(24);
    expect(payloadLength(view, 0, view.byteLength, view.byteLength)).toBe(3);
    expect(payloadLength(view, 0, view.byteLength, view.byteLength + 100)).toBe(105);
  });
});

describe('demultiplex', () => {
  const classOf = (text: string): string => {
    const view = viewOf(text);
    const found = demultiplex(view, 0, view.byteLength);
    return Object.keys(demultiplexClass).find((name) => demultiplexClass[name as keyof typeof demultiplexClass] === found)!;
  };

  it.each([
    ['rtp', FIXED],
    ['rtp', '80 e0 0001 000000a0 11111111'],
    ['rtcp', '80 c8 0006 11111111'],
    ['rtcp', '81 df 0001 11111111'],
    ['stun', '0001 0000 2112a442 000102030405060708090a0b'],
    ['other', '0001 0004 2112a442 000102030405060708090a0b'],
    ['other', '0001 0000 2112a443 000102030405060708090a0b'],
    ['zrtp', '1000 0001 5a525450 11111111'],
    ['dtls', '16 fefd 0000 000000000000 0001 01'],
    ['other', '16 fefd 0000 000000000000 0002 01'],
    ['turnChannel', '4000 0002 8000'],
    ['other', '4000 0003 8000'],
    ['keepAlive', '0d0a0d0a'],
    ['keepAlive', '00'],
    ['other', '0d0a41'],
    ['other', ''],
    ['other', '80'],
    ['other', 'ff00'],
  ])('%s: %s', (name, text) => expect(classOf(text)).toBe(name));
});

const SENDER_REPORT = '81 c8 000c 00001111 e1234567 80000000 00001f40 00000032 00001f40  00002222 1a fffffd 0000041a 00000050 45678000 00001999';
const DESCRIPTION = '81 ca 0003 00001111 01 05 6140622e63 00';

describe('RTCP', () => {
  it('chains to the end', () => {
    const problemOf = (text: string): string => {
      const view = viewOf(text);
      const problem = checkRtcp(view, 0, view.byteLength);
      return Object.keys(rtcpProblem).find((name) => rtcpProblem[name as keyof typeof rtcpProblem] === problem)!;
    };
    expect(problemOf(SENDER_REPORT)).toBe('whole');
    expect(problemOf(SENDER_REPORT + DESCRIPTION)).toBe('whole');
    expect(problemOf(`${SENDER_REPORT}00`)).toBe('length');
    expect(problemOf(`${SENDER_REPORT}00000000`)).toBe('chain');
    expect(problemOf('80 c9 0002 00001111')).toBe('chain');
    expect(problemOf('80 c9')).toBe('short');
    expect(problemOf('00 c9 0001 00001111')).toBe('version');
    expect(problemOf('80 00 0001 00001111')).toBe('type');
    expect(problemOf('a0 c9 0002 00001111 00000004')).toBe('whole');
    expect(problemOf('a0 c9 0002 00001111 00000003')).toBe('padding');
    expect(problemOf(`a0 c9 0002 00001111 00000004 ${DESCRIPTION}`)).toBe('padding');
    expect(isPlausibleStart(viewOf(SENDER_REPORT), 0)).toBe(true);
    expect(isPlausibleStart(viewOf(DESCRIPTION), 0)).toBe(false);
  });

  it('tells what it reports', () => {
    const view = viewOf(`${SENDER_REPORT}${DESCRIPTION} 81 cb 0001 00001111  81 ce 0002 00001111 00002222  80 cf 0004 00001111 04 00 0002 e1234567 80000000`);
    const seen: unknown[] = [];
    walkRtcp(view, 0, view.byteLength, {
      senderReport: (...values) => seen.push(['sr', ...values]),
      reportBlock: (block) => seen.push(['block', { ...block }]),
      description: (ssrc, item, at, end) => seen.push(['sdes', ssrc, item, end - at]),
      bye: (ssrc) => seen.push(['bye', ssrc]),
      feedback: (type, format, sender, media) => seen.push(['feedback', type, format, sender, media]),
      extended: (sender, type, _, at, end) => seen.push(['xr', sender, type, end - at]),
    });
    expect(seen).toEqual([
      ['sr', 0x1111, 0xe1234567, 0x80000000, 8000, 50, 8000],
      [
        'block',
        {
          reporter: 0x1111,
          source: 0x2222,
          fractionLost: 26,
          cumulativeLost: -3,
          extendedHighest: 1050,
          jitter: 80,
          lastSenderReport: 0x45678000,
          delay: 6553,
        },
      ],
      ['sdes', 0x1111, 1, 5],
      ['bye', 0x1111],
      ['feedback', 206, 1, 0x1111, 0x2222],
      ['xr', 0x1111, 4, 8],
    ]);
  });

  it('is shown with places', () => {
    const data = octets(SENDER_REPORT + DESCRIPTION);
    const field = inspectRtcp(new DataView(data.buffer), data, 0, data.length);
    expect(field.value).toBe('SR, SDES');
    expect(find(field, 'rtcp.ssrc.cum_nr')).toMatchObject({ value: '-3', at: 33, length: 3 });
    expect(find(field, 'rtcp.timestamp.ntp')).toMatchObject({ value: '2019-09-11T10:05:27.500Z' });
    expect(find(field, 'rtcp.sdes.text')).toMatchObject({ name: 'CNAME', value: 'a@b.c (0x00001111)' });
  });
});

describe('the inspectors', () => {
  it('show an RTP packet with a header extension and a digit', () => {
    const data = octets('90 e5 0001 000000a0 11111111 bede0001 10ff0000 05 8a 06e0');
    const field = inspectRtp(new DataView(data.buffer), 0, data.length, data.length, 'telephone-event', true);
    expect(find(field, 'rtp.p_type')).toMatchObject({ value: '101 (telephone-event)' });
    expect(find(field, 'rtp.ext.rfc5285.id')).toMatchObject({ value: '1', at: 16, length: 2 });
    expect(find(field, 'rtpevent.end_of_event')).toMatchObject({ value: '1' });
    expect(find(field, 'rtpevent.duration')).toMatchObject({ value: '1760', at: 22 });
  });

  it('show the address a STUN response hides (RFC 5769 section 2.2)', () => {
    const data = octets(`0101003c 2112a442 b7e7a701bc34d686fa87dfae
      8022000b 7465737420766563746f7220  00200008 0001a147 e112a643  00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7  80280004 c07d4c96`);
    const field = inspectStun(new DataView(data.buffer), data, 0, data.length);
    expect(field.value).toBe('Binding Success Response');
    const attributes = field.children!.filter(({ key }) => key === 'stun.attribute').map(({ name, value }) => [name, value]);
    expect(attributes.slice(0, 2)).toEqual([
      ['SOFTWARE', 'test vector'],
      ['XOR-MAPPED-ADDRESS', '192.0.2.1:32853'],
    ]);
    expect([stunMethod(0x0113), stunClass(0x0113)]).toEqual([3, 3]);
  });

  it('tell fax packets (the indicators of vector p03)', () => {
    for (const [text, value] of [
      ['0000 01 00 0000', 0],
      ['0001 01 06 0000', 3],
      ['0003 01 10 0000', 8],
    ] as const) {
      const view = viewOf(text);
      expect(looksLikeUdptl(view, 0, view.byteLength)).toBe(true);
      expect(find(inspectUdptl(view, 0, view.byteLength), 't38.t30_indicator')!.value).toMatch(new RegExp(`\\(${value}\\)$`));
    }
    const view = viewOf('0003 01 10 0000');
    expect(find(inspectUdptl(view, 0, 6), 't38.t30_indicator')).toMatchObject({ value: 'v17-7200-short-training (8)', at: 3 });
    expect(looksLikeUdptl(viewOf(FIXED), 0, 12)).toBe(false);
  });
});

function find(field: Field, key: string): Field | undefined {
  if (field.key === key) return field;
  for (const child of field.children ?? []) {
    const found = find(child, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every reader's answer about octets that lie at 8 between two stretches of `filling`. */
function answers(data: Uint8Array, filling: number): unknown {
  const surrounded = new Uint8Array(data.length + 72).fill(filling);
  surrounded.set(data, 8);
  const view = new DataView(surrounded.buffer);
  const [at, end] = [8, 8 + data.length];
  const walked: unknown[] = [];
  walkRtcp(view, at, end, {
    packet: (...values) => walked.push(values),
    senderReport: (...values) => walked.push(values),
    receiverReport: (ssrc) => walked.push(ssrc),
    reportBlock: (block) => walked.push({ ...block }),
    description: (...values) => walked.push(values),
    bye: (ssrc) => walked.push(ssrc),
    feedback: (...values) => walked.push(values),
    extended: (...values) => walked.push(values),
  });
  const problem = checkHeader(view, at, end, end);
  return [
    problem,
    isUsable(problem) ? [headerLength(view, at), payloadLength(view, at, end, end)] : [],
    demultiplex(view, at, end),
    checkRtcp(view, at, end),
    walked,
    looksLikeUdptl(view, at, end),
    inspectRtp(view, at, end, end, 'x', true),
    inspectRtcp(view, surrounded, at, end),
    inspectStun(view, surrounded, at, end),
    inspectUdptl(view, at, end),
  ];
}

describe('any octets', () => {
  const heads = fc.constantFrom(
    '',
    '80',
    '90',
    'b1',
    'a0',
    '80c8000c',
    '81c90007',
    '82ca0003',
    '83cb0001',
    '81cd0003',
    '80cf000a',
    '0101001c2112a442',
    '000003',
    '1000',
    '000102',
    '16fefd',
  );
  it('give no error and no octet beyond their end', () => {
    fc.assert(
      fc.property(heads, fc.uint8Array({ maxLength: 90 }), (head, rest) => {
        const data = Uint8Array.from([...octets(head), ...rest]);
        expect(answers(data, 0x00)).toEqual(answers(data, 0xff));
      }),
      { numRuns: 3000 },
    );
  });
});
