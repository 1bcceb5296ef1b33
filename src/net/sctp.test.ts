/** SCTP: messages out of chunks, whole and in fragments, in any order and again; lengths that lie; bounds. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { frame } from '../../test/forge/frames.ts';
import { ipPacket, udpPacket } from '../../test/forge/network.ts';
import { join, octetsOf } from '../../test/forge/octets.ts';
import { chunk, chunkFlags, data, interleaved, sctpPacket, sctpSegment } from '../../test/forge/sctp.ts';
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { AddressTable } from './address.ts';
import { inspectPacket } from './inspect.ts';
import { createLayers, notDecodedReasons, outcomes } from './layers.ts';
import { SctpAssembly } from './sctp-assembly.ts';
import { walk } from './walk.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
const { begin, end, unordered } = chunkFlags;
const flatten = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...flatten(field.children ?? [])]);

interface Heard {
  readonly messages: string[];
  readonly packets: (readonly number[])[];
  readonly problems: string[];
}

/** What comes out of segments, each in its surroundings. */
function heard(segments: readonly Uint8Array[], filling = 0): Heard {
  const result: Heard = { messages: [], packets: [], problems: [] };
  const assembly = new SctpAssembly({
    message: ({ octets, at, end: last, packets, cut }) => {
      result.messages.push(new TextDecoder().decode(octets.subarray(at, last)) + (cut ? '…' : ''));
      result.packets.push(packets);
    },
    problem: (code) => result.problems.push(code),
  });
  for (const [i, segment] of segments.entries()) {
    const around = new Uint8Array(segment.length + 64).fill(filling);
    around.set(segment, 32);
    assembly.packet(new DataView(around.buffer), around, 32, 32 + segment.length, 32 + segment.length, i);
  }
  return result;
}

const segments = (...all: readonly (readonly Uint8Array[])[]): Uint8Array[] => all.map((chunks) => sctpSegment(from, to, chunks));
const abc = [data({ tsn: 0xffffffff, payload: 'a', flags: begin }), data({ tsn: 0, payload: 'b', flags: 0 }), data({ tsn: 1, payload: 'c', flags: end })];

test('whole messages, several in a packet, on any stream, ordered or not; the same TSN again says nothing new', () => {
  const twice = [data({ tsn: 1, payload: 'one' }), data({ tsn: 2, payload: 'two!', stream: 7, flags: begin | end | unordered })];
  expect(heard(segments(twice, twice))).toEqual({ messages: ['one', 'two!'], packets: [[0], [0]], problems: [] });
  // the same TSN with other octets: another association with the same ports and tag
  expect(heard(segments([data({ tsn: 1, payload: 'one' })], [data({ tsn: 1, payload: 'other' })])).messages).toEqual(['one', 'other']);
});

test.each([
  ['in order', [0, 1, 2]],
  ['backwards', [2, 1, 0]],
  ['the middle last', [0, 2, 1]],
])('fragments %s, over the end of the numbers', (_, order) => {
  expect(heard(segments(...order.map((i) => [abc[i]!])))).toEqual({ messages: ['abc'], packets: [[...order].map((_, n) => order.indexOf(n))], problems: [] });
});

test('fragments that lack one, or end twice, make no message; those of another stream do not fill in', () => {
  expect(heard(segments([abc[0]!], [abc[2]!])).messages).toEqual([]);
  expect(heard(segments([abc[0]!], [data({ tsn: 0, payload: 'b', stream: 1, flags: 0 })], [abc[2]!])).messages).toEqual([]);
  const neighbours = segments([
    data({ tsn: 5, payload: 'x', flags: begin }),
    data({ tsn: 6, payload: 'y', flags: end }),
    data({ tsn: 7, payload: 'z', flags: begin }),
  ]);
  expect(heard(neighbours).messages).toEqual(['xy']);
});

test('I-DATA: two messages in turns, each by its own numbers', () => {
  const part = (tsn: number, payload: string, mid: number, fsn: number, flags: number): Uint8Array => interleaved({ tsn, payload, flags }, mid, fsn);
  const mixed = segments(
    [part(1, 'a1', 1, 0, begin)],
    [part(2, 'b1', 2, 0, begin)],
    [part(3, 'a2', 1, 1, end)],
    [part(4, 'b2', 2, 1, 0)],
    [part(5, 'b3', 2, 2, end)],
  );
  expect(heard(mixed).messages).toEqual(['a1a2', 'b1b2b3']);
});

test('any order of any fragments gives every message once', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 0, max: 0xffffffff }), fc.infiniteStream(fc.nat()), (counts, first, random) => {
      let tsn = first;
      const parts = counts.flatMap((count, message) =>
        Array.from({ length: count }, (_, i) =>
          data({ tsn: tsn++ >>> 0, payload: `${message}.${i} `, flags: (i === 0 ? begin : 0) | (i === count - 1 ? end : 0) }),
        ),
      );
      const shuffled = parts.map((part) => [random.next().value!, part] as const).sort((a, b) => a[0] - b[0]);
      const wanted = counts.map((count, message) => Array.from({ length: count }, (_, i) => `${message}.${i} `).join(''));
      expect(heard(segments(...shuffled.map(([, part]) => [part]))).messages.sort()).toEqual(wanted.sort());
    }),
    { numRuns: 200 },
  );
});

test('chunk lengths that lie end the packet, what came before stands', () => {
  const good = data({ tsn: 1, payload: 'good' });
  expect(heard(segments([good, chunk(0, 3, new Uint8Array(20), 2)]))).toMatchObject({ messages: ['good'], problems: ['sctp.chunk-length'] });
  expect(heard(segments([good, chunk(3, 0, new Uint8Array(4), 4000)]))).toMatchObject({ messages: ['good'], problems: ['sctp.chunk-length'] });
  expect(heard(segments([chunk(0, 3, join(new Uint8Array(12), 'rest'), 4000)]))).toMatchObject({ messages: ['rest…'], problems: ['sctp.chunk-length'] });
});

test('what waits is bounded by octets and by fragments', () => {
  const large = Array.from({ length: 300 }, (_, i) => sctpSegment(from, to, [data({ tsn: 2 * i, payload: new Uint8Array(64_000), flags: begin })]));
  expect(new Set(heard(large).problems)).toEqual(new Set(['limit.sctpOctets']));
  const many = Array.from({ length: 100 }, (_, n) =>
    sctpSegment(
      from,
      to,
      Array.from({ length: 700 }, (_, i) => data({ tsn: 2 * (n * 700 + i), payload: 'x', flags: begin })),
    ),
  );
  expect(new Set(heard(many).problems)).toEqual(new Set(['limit.sctpFragments']));
});

test.each<readonly [string, Uint8Array, number]>([
  ['in IP', frame(sctpPacket(from, to, [data({ tsn: 1, payload: 'hello' }), chunk(3, 0, new Uint8Array(12))])), 12],
  ['in UDP (RFC 6951)', frame(udpPacket({ ...from, port: 9899 }, { ...to, port: 9899 }, sctpSegment(from, to, [data({ tsn: 1, payload: 'hello' })]))), 12],
])('%s: ports and chunks by walk and inspector, at every cut, in any surroundings', (_, packet, least) => {
  for (let length = 0; length <= packet.length; length++) {
    const look = (filling: number): Record<string, unknown> => {
      const around = new Uint8Array(length + 64).fill(filling);
      around.set(packet.subarray(0, length), 32);
      const layers = createLayers();
      walk(new DataView(around.buffer), 32, 32 + length, 1, new AddressTable(), layers);
      const opened = inspectPacket(new DataView(around.buffer), 32, 32 + length, 1);
      for (const { at = 32, length: octets = 0 } of flatten(opened.fields)) expect(at + octets).toBeLessThanOrEqual(32 + length);
      expect(opened.transport === 'sctp').toBe(layers.outcome === outcomes.SCTP);
      const { outcome, reason, sourcePort, destinationPort, payloadAt, payloadEnd } = layers;
      return { outcome, reason, sourcePort, destinationPort, payload: payloadEnd - payloadAt, fields: opened.fields };
    };
    const [zeros, ones] = [look(0), look(0xff)];
    expect(zeros).toEqual(ones);
    if (length === packet.length) expect(zeros).toMatchObject({ outcome: outcomes.SCTP, sourcePort: 5060, destinationPort: 5062 });
  }
  const cut = createLayers();
  walk(new DataView(frame(ipPacket(from.address, to.address, 132, new Uint8Array(least - 1))).buffer), 0, 14 + 20 + least - 1, 1, new AddressTable(), cut);
  expect(notDecodedReasons[cut.reason]).toBe('sctp.header-cut');
});

test('the tree names chunks and their numbers', () => {
  const chunks = [data({ tsn: 77, payload: 'hello', stream: 3, ssn: 9 }), chunk(1, 0, join(new Uint8Array(16))), chunk(6, 0, octetsOf('\0\x0c\0\x04'))];
  const packet = frame(sctpPacket(from, to, chunks));
  const fields = flatten(inspectPacket(new DataView(packet.buffer), 0, packet.length, 1).fields);
  const values = Object.fromEntries(fields.map(({ key, value }) => [key, value]));
  expect(values).toMatchObject({
    sctp: '5060 → 5062 [DATA, INIT, ABORT]',
    'sctp.data_tsn': '77',
    'sctp.data_sid': '3',
    'sctp.data_ssn': '9',
    'sctp.data': '5 octets',
  });
  expect(values).toMatchObject({ 'sctp.cause_code': 'User-Initiated Abort (12)', 'sctp.init_nr_in_streams': '0' });
  const many = frame(
    sctpPacket(
      from,
      to,
      Array.from({ length: limits.sctpChunks + 5 }, () => chunk(11, 0, new Uint8Array(0))),
    ),
  );
  const shown = flatten(inspectPacket(new DataView(many.buffer), 0, many.length, 1).fields);
  expect(shown.filter(({ problem }) => problem === 'limit.sctpChunks')).toHaveLength(1);
});

test('a fragment given up in the middle of a run: the message is given up too, not looked for again with each chunk', () => {
  const hole = 60_000;
  const last = limits.sctpFragments;
  const fragment = (tsn: number, flags = 0, payload = 'x'): Uint8Array[] => [data({ tsn, payload, flags })];
  const run = Array.from({ length: last }, (_, tsn) => tsn).filter((tsn) => tsn !== hole);
  const again = Array.from({ length: 300 }, (_, i) => fragment(last, end, `x${i}`));
  const all = segments(fragment(hole), ...run.map((tsn) => fragment(tsn, tsn === 0 ? begin : 0)), ...again);
  const { messages, problems } = heard(all);
  expect([messages, new Set(problems)]).toEqual([[], new Set(['limit.sctpFragments'])]);
});
