import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readText, toOctets } from '../base/text.ts';
import { SipFraming } from './framing.ts';
import type { FramedMessage } from './framing.ts';
import { Problem } from './problem.ts';
import { expectLinear } from './torture/expect-linear.ts';

interface Cut {
  readonly text: string;
  readonly whole: boolean;
  readonly packets: readonly number[];
  readonly offset: number;
  readonly problems: number;
}

const message = (name: string, body = '', length: string | null = String(toOctets(body).length)): string =>
  `OPTIONS sip:${name}@example.com SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK${name}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: ${name}\r\nCSeq: 1 OPTIONS\r\n${body === '' ? '' : 'Content-Type: text/plain\r\n'}${length === null ? '' : `Content-Length: ${length}\r\n`}\r\n${body}`;

function run(
  pieces: readonly (string | Uint8Array)[],
  finish = true,
): { readonly cuts: Cut[]; readonly keepAlives: [number, boolean][]; readonly skipped: number; readonly pending: number } {
  const cuts: Cut[] = [];
  const keepAlives: [number, boolean][] = [];
  let skipped = 0;
  const framing = new SipFraming({
    message: (framed: FramedMessage) =>
      cuts.push({
        text: readText(framed.octets, framed.at, framed.end),
        whole: framed.whole,
        packets: framed.packets,
        offset: framed.offset,
        problems: framed.problems,
      }),
    keepAlive: (packet, isPing) => keepAlives.push([packet, isPing]),
    skipped: (_packet, length) => (skipped += length),
  });
  pieces.forEach((piece, packet) => {
    const octets = typeof piece === 'string' ? toOctets(piece) : piece;
    const window = new Uint8Array(octets.length + 20).fill(0x0a);
    window.set(octets, 10);
    framing.feed(window, 10, 10 + octets.length, packet, 54);
    window.fill(0);
  });
  if (finish) framing.finish();
  return { cuts, keepAlives, skipped, pending: framing.pending };
}

describe('SipFraming', () => {
  it('cuts several messages of one packet in place', () => {
    const [a, b, c] = [message('a'), message('b', 'body\r\n\r\nOPTIONS no'), message('c')];
    const { cuts, skipped } = run([a + b + c], false);
    expect(cuts.map((cut) => cut.text)).toEqual([a, b, c]);
    expect(cuts.map((cut) => [cut.whole, cut.packets, cut.offset, cut.problems])).toEqual([
      [true, [0], 54, 0],
      [true, [0], 54 + a.length, 0],
      [true, [0], 54 + a.length + b.length, 0],
    ]);
    expect(skipped).toBe(0);
  });

  it('joins one message over many packets, octet by octet', () => {
    const text = message('a', 'hello');
    const { cuts, pending } = run([...text], false);
    expect(cuts).toEqual([{ text, whole: false, packets: [...text].map((_octet, packet) => packet), offset: -1, problems: 0 }]);
    expect(pending).toBe(0);
  });

  it('says where a message lies that begins behind the tail of another', () => {
    const [a, b] = [message('a', 'x'.repeat(50)), message('b')];
    const { cuts } = run([a.slice(0, 200), a.slice(200) + b], false);
    expect(cuts.map((cut) => [cut.text, cut.whole, cut.packets, cut.offset])).toEqual([
      [a, false, [0, 1], -1],
      [b, true, [1], 54 + a.length - 200],
    ]);
  });

  it('gives the same messages however the stream is cut', () => {
    const stream = toOctets(
      [
        '\r\n\r\n',
        message('a', 'héllo'),
        message('b', 'x=y\r\n', null),
        message('c'),
        '\r\n',
        'garbage\r\nmore garbage\r\n',
        message('d', 'SIP/2.0 200 OK\r\n'),
        message('e'),
      ].join(''),
    );
    const expected = run([stream]).cuts.map((cut) => cut.text);
    expect(expected.length).toBe(5);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((x, y) => x - y), stream.length];
        const pieces = at
          .slice(1)
          .map((end, i) => stream.subarray(at[i], end))
          .filter((piece) => piece.length > 0);
        const names = run(pieces).cuts.map((cut) => /Call-ID: (.)/.exec(cut.text)?.[1]);
        expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
      }),
      { numRuns: 300 },
    );
  });

  it('counts keep-alives (RFC 5626)', () => {
    expect(run(['\r\n\r\n', '\r\n', message('a'), '\r\n\r\n']).keepAlives).toEqual([
      [0, true],
      [1, false],
      [3, true],
    ]);
  });

  it.each(['4294967295', '99999999999999999999', '-1', 'abc', '', '1e3', '0x10', '+5', '100000'])(
    'lists a message whose Content-Length is %j, and those behind it',
    (length) => {
      const { cuts } = run([message('a', 'v=0\r\ns=x\r\n', length), message('b'), message('c')]);
      expect(cuts.map((cut) => /Call-ID: (.)/.exec(cut.text)?.[1])).toEqual(['a', 'b', 'c']);
      expect(cuts[0]?.text.endsWith('s=x\r\n')).toBe(true);
    },
  );

  it('marks a missing Content-Length and keeps the body', () => {
    const { cuts } = run([message('a', 'v=0\r\n', null) + message('b')], false);
    expect(cuts.map((cut) => [cut.text.endsWith('v=0\r\n'), cut.problems])).toEqual([
      [true, Problem.contentLengthMissing],
      [false, 0],
    ]);
  });

  it('takes the stream up again after a gap and in the middle', () => {
    const a = message('a', 'body');
    expect(run([a.slice(40), message('b')]).cuts.map((cut) => cut.text)).toEqual([message('b')]);
  });

  it('does not hold back other protocols', () => {
    const { cuts, pending, skipped } = run(['GET /index.html HTTP/1.1\r\nHost: x\r\n\r\n', new Uint8Array(5000).fill(0x16), 'x'.repeat(100_000)], false);
    expect({ cuts, pending }).toEqual({ cuts: [], pending: 0 });
    expect(skipped).toBe(37 + 5000 + 100_000);
  });

  it('bounds what waits, and shows it', () => {
    const { cuts, pending } = run([message('a').slice(0, -2), ...Array.from({ length: 40 }, () => `X: ${'y'.repeat(32_768)}\r\n`)], false);
    expect(pending).toBeLessThan(1_200_000);
    expect(cuts[0]!.problems & Problem.lengthLimit).not.toBe(0);
  });

  it('never throws, and accounts for every octet that is not white space between messages', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          message('a'),
          message('b', 'x', '5'),
          '\r\n',
          'INVITE sip:a@b SIP/2.0\r\n',
          'Content-Length: 3\r\n',
          'Call-ID: 1\r\n',
          ' ',
          'SIP/2.0 200 OK\r\n',
        ),
        fc.uint8Array({ maxLength: 50 }),
        fc.string({ maxLength: 20 }),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const { cuts, skipped, pending } = run(parts);
        const total = parts.reduce((sum, part) => sum + (typeof part === 'string' ? toOctets(part) : part).length, 0);
        expect(pending).toBe(0);
        expect(cuts.length >= 0 && skipped <= total).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('stays linear over fake start lines', () => {
    expectLinear((n) => () => run([message('a', 'x', '900000'), 'A a:b SIP/2.0\r\n'.repeat(n)]), 10_000);
  });
});
