import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { ipFragments, ipPacket, udpDatagram } from '../../test/forge/network.ts';
import { join, numbers } from '../../test/forge/octets.ts';
import { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import { AddressTable } from './address.ts';
import { Fragments } from './fragments.ts';
import type { Reassembled } from './fragments.ts';
import { createLayers, outcomes } from './layers.ts';
import { walk } from './walk.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
const [from6, to6] = [endpoint('[2001:db8::1]:5060'), endpoint('[2001:db8::2]:5062')];
const payload = Uint8Array.from({ length: 3000 }, (_, i) => i & 0xff);

class Bench {
  readonly log = new DiagnosticLog();
  readonly fragments = new Fragments(this.log);
  readonly #addresses = new AddressTable();
  readonly #layers = createLayers();
  #packet = 0;

  /** Feeds one raw IP packet; the joined datagram when it was the missing piece. */
  feed(packet: Uint8Array, time = 0): Reassembled | undefined {
    walk(new DataView(packet.buffer), 0, packet.length, 101, this.#addresses, this.#layers);
    expect(this.#layers.outcome).toBe(outcomes.FRAGMENT);
    return this.fragments.add(this.#layers, packet, this.#packet++, time);
  }

  /** Feeds all; what came out of each. */
  all(packets: readonly Uint8Array[]): (Reassembled | undefined)[] {
    return packets.map((packet) => this.feed(packet));
  }

  get codes(): Record<string, number> {
    return Object.fromEntries(this.log.counts().map(({ code, count }) => [code, count]));
  }
}

/** One IPv4 fragment at an octet offset. */
function piece(offset: number, octets: Uint8Array, more: boolean, identification = 1): Uint8Array {
  const packet = ipPacket(from.address, to.address, 17, octets, { identification });
  new DataView(packet.buffer).setUint16(6, (offset >> 3) | (more ? 0x2000 : 0));
  return packet;
}
const letters = (text: string): Uint8Array => join(...[...text].map((letter) => letter.repeat(8)));
const text = (whole: Reassembled | undefined): string | undefined =>
  whole === undefined ? undefined : new TextDecoder().decode(whole.octets).replace(/(.)\1{7}/g, '$1');

describe('in any order', () => {
  test.each([
    ['IPv4', from, to],
    ['IPv6', from6, to6],
  ] as const)('%s', (_name, source, destination) => {
    const whole = udpDatagram(source, destination, payload);
    const pieces = ipFragments(source.address, destination.address, 17, whole, 800, { identification: 9 });
    for (const order of [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 3, 0, 2],
      [2, 0, 3, 1],
    ]) {
      const bench = new Bench();
      const out = bench.all(order.map((i) => pieces[i]!));
      expect(out.slice(0, 3)).toEqual([undefined, undefined, undefined]);
      expect(out[3]).toEqual({ octets: whole, packets: [0, 1, 2, 3] });
      expect([bench.codes, bench.fragments.held, bench.fragments.waiting]).toEqual([{}, 0, 0]);
    }
  });

  test('441 fragments of 8 octets', () => {
    const whole = udpDatagram(from, to, payload.subarray(0, 3520));
    expect(new Bench().all(ipFragments(from.address, to.address, 17, whole, 8)).at(-1)?.octets).toEqual(whole);
  });

  test('two datagrams interleaved, and an identification used again at once', () => {
    const bench = new Bench();
    const out = bench.all([
      piece(0, letters('ab'), true, 1),
      piece(0, letters('xy'), true, 2),
      piece(16, letters('c'), false, 1),
      piece(16, letters('z'), false, 2),
      piece(0, letters('q'), true, 1),
      piece(8, letters('r'), false, 1),
    ]);
    expect(out.map(text)).toEqual([undefined, undefined, 'abc', 'xyz', undefined, 'qr']);
  });
});

describe('overlaps: what came first stands', () => {
  const cases: [string, Uint8Array[], string | undefined, string[]][] = [
    ['a copy', [piece(0, letters('ab'), true), piece(0, letters('ab'), true), piece(16, letters('c'), false)], 'abc', ['ip.fragment-overlap']],
    [
      'another content',
      [piece(0, letters('ab'), true), piece(8, letters('XY'), true), piece(24, letters('d'), false)],
      'abYd',
      ['ip.fragment-overlap-differs'],
    ],
    [
      'over a hole',
      [piece(0, letters('a'), true), piece(16, letters('c'), true), piece(0, letters('XbYd'), true), piece(32, letters('e'), false)],
      'abcde',
      ['ip.fragment-overlap-differs'],
    ],
    ['teardrop', [piece(0, letters('abc'), true), piece(8, letters('X'), false)], 'ab', ['ip.fragment-overlap-differs']],
    ['two ends', [piece(16, letters('c'), false), piece(8, letters('b'), false), piece(0, letters('a'), true)], 'abc', ['ip.fragment-two-ends']],
  ];
  test.each(cases)('%s', (_name, pieces, expected, codes) => {
    const bench = new Bench();
    expect(text(bench.all(pieces).at(-1))).toBe(expected);
    expect(Object.keys(bench.codes)).toEqual(codes);
  });
});

describe('what does not complete', () => {
  test('is reported at the end', () => {
    const bench = new Bench();
    bench.all([piece(0, letters('a'), true, 1), piece(8, letters('b'), false, 2)]);
    bench.fragments.flush();
    expect([bench.codes, bench.fragments.held]).toEqual([{ 'ip.fragment-incomplete': 2 }, 0]);
  });

  test('goes when its time is over: a late piece does not complete it', () => {
    const bench = new Bench();
    bench.feed(piece(0, letters('a'), true), 0);
    expect(bench.feed(piece(8, letters('b'), false), limits.fragmentTime + 1)).toBeUndefined();
    expect(bench.codes).toEqual({ 'ip.fragment-incomplete': 1 });
  });

  test('a datagram above 65,535 octets is refused', () => {
    const bench = new Bench();
    expect(bench.feed(piece(65_528, new Uint8Array(100), false))).toBeUndefined();
    expect([bench.codes, bench.fragments.held]).toEqual([{ 'ip.fragment-above-65535': 1 }, 0]);
  });

  test('a flood stays within the limits, oldest first', () => {
    const bench = new Bench();
    for (let i = 0; i < 20_000; i++) bench.feed(piece((i % 8) * 8000, letters('a'), true, i));
    expect(bench.fragments.waiting).toBeLessThanOrEqual(limits.fragmentDatagrams);
    expect(bench.fragments.held).toBeLessThanOrEqual(limits.fragmentOctets);
    expect(bench.codes['ip.fragment-incomplete']).toBe(20_000 - bench.fragments.waiting);
  });

  test('a piece that the capture cut leaves its hole', () => {
    const bench = new Bench();
    const cut = piece(0, letters('abcd'), true).subarray(0, 20 + 16);
    expect(bench.all([Uint8Array.from(cut), piece(32, letters('e'), false)])).toEqual([undefined, undefined]);
    expect(bench.codes).toEqual({ 'ip.fragment-cut': 1 });
  });
});

test('any pieces: no throw, and never more than was announced', () => {
  const pieces = fc.array(fc.tuple(fc.nat(60), fc.nat(40), fc.boolean(), fc.nat(1)), { maxLength: 40 });
  fc.assert(
    fc.property(pieces, (list) => {
      const bench = new Bench();
      for (const [offset, length, more, identification] of list) {
        const whole =
          bench.feed(piece(offset * 8 + 8, new Uint8Array(length), more, identification)) ?? bench.feed(piece(0, numbers([8, 1n]), true, identification));
        if (whole !== undefined && whole.octets.length > 61 * 8 + 40) return false;
      }
      bench.fragments.flush();
      return bench.fragments.held === 0;
    }),
  );
});
