/** Capture agents' packets (HEP) through the walk and the inspector: any cut, any surroundings, lengths that lie. */
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { frame } from '../../test/forge/frames.ts';
import { hep12, hep3, hepOfChunks, type ForgedChunk } from '../../test/forge/hep.ts';
import { udpPacket } from '../../test/forge/network.ts';
import { hex, numbers, octetsOf } from '../../test/forge/octets.ts';
import type { Field } from '../base/field.ts';
import { limits } from '../base/limits.ts';
import { hepAgent, hepMicroseconds, hepProblems, hepSeconds } from '../wire/hep.ts';
import { AddressTable } from './address.ts';
import { inspectPacket } from './inspect.ts';
import { createLayers, outcomes } from './layers.ts';
import { walk } from './walk.ts';

const [agent, server] = [endpoint('203.0.113.5:40000'), endpoint('203.0.113.6:9060')];
const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5062')];
const [from6, to6] = [endpoint('[2001:db8::1]:5060'), endpoint('[2001:db8::2]:5062')];
const hello = 'OPTIONS sip:a@b SIP/2.0';
const TIME = 1_481_455_196.000325;

const text = (view: DataView, at: number, end: number): string => new TextDecoder().decode(new Uint8Array(view.buffer, at, Math.max(0, end - at)));

/** The walk in words: addresses, payload, time, problems. */
function walked(packet: Uint8Array, filling = 0): Record<string, unknown> {
  const surrounded = new Uint8Array(packet.length + 128).fill(filling);
  surrounded.set(packet, 64);
  const [view, addresses, layers] = [new DataView(surrounded.buffer), new AddressTable(), createLayers()];
  walk(view, 64, 64 + packet.length, 1, addresses, layers);
  const { hep } = layers;
  const said = layers.hepAt < 0 ? {} : heard(view, layers);
  return {
    what: Object.entries(outcomes).find(([, id]) => id === layers.outcome)![0],
    from: `${addresses.text(layers.source)}:${layers.sourcePort}`,
    to: `${addresses.text(layers.destination)}:${layers.destinationPort}`,
    payload: text(view, layers.payloadAt, layers.payloadEnd),
    length: layers.payloadEnd - layers.payloadAt,
    missing: layers.announcedEnd - layers.payloadEnd,
    ...said,
    problems: hepProblems.filter((_, bit) => layers.hepAt >= 0 && (hep.problems & (1 << bit)) !== 0),
  };
}

function heard(view: DataView, { hep }: ReturnType<typeof createLayers>): Record<string, unknown> {
  return {
    time: hepSeconds(view, hep, TIME) + hepMicroseconds(view, hep, TIME) / 1e6,
    agent: hepAgent(view, hep),
    node: text(view, Math.max(0, hep.nodeAt), hep.nodeEnd),
    correlation: text(view, Math.max(0, hep.correlationAt), hep.correlationEnd),
  };
}

const carried = (payload: Uint8Array, port = 9060): Uint8Array => frame(udpPacket(agent, { ...server, port }, payload));
const full = hep3(from, to, hello, { time: TIME, agent: 2001, node: 'edge-1', correlation: 'abc@x', key: 'secret' });
const inside = { what: 'UDP', from: '192.0.2.10:5060', to: '198.51.100.7:5062', payload: hello, missing: 0, problems: [] };

describe('what is inside counts', () => {
  test.each<readonly [string, Uint8Array, object]>([
    ['version 3, any port', carried(full, 1234), { time: TIME, agent: 2001, node: 'edge-1', correlation: 'abc@x' }],
    ['version 3, IPv6', carried(hep3(from6, to6, hello)), { from: '2001:db8::1:5060', to: '2001:db8::2:5062', time: -1, agent: -1 }],
    ['version 1', carried(hep12(from, to, hello)), { time: -1 }],
    ['version 1, IPv6', carried(hep12(from6, to6, hello)), { from: '2001:db8::1:5060', to: '2001:db8::2:5062' }],
    ['version 2', carried(hep12(from, to, hello, TIME, true, 77)), { time: TIME, agent: 77 }],
    ['version 2 in the other byte order', carried(hep12(from, to, hello, TIME, false)), { time: TIME }],
    ['total length 65535', carried(hep3(from, to, hello, { length: 65_535 })), { problems: ['hep.length'] }],
  ])('%s', (_, packet, more) => {
    expect(walked(packet)).toMatchObject({ ...inside, ...more });
    expect(walked(packet, 0xff)).toEqual(walked(packet));
  });

  test('other payloads keep the datagram’s own addresses', () => {
    const outer = { what: 'HEP', from: '203.0.113.5:40000', to: '203.0.113.6:9060' };
    expect(walked(carried(hep3(from, to, 'SYSLOG: x', { type: 100 })))).toMatchObject({ ...outer, payload: 'SYSLOG: x', problems: [] });
    expect(walked(carried(hepOfChunks([{ type: 13, data: hex('0010') }])))).toMatchObject({ ...outer, problems: ['hep.no-payload', 'hep.no-addresses'] });
    const mixed: ForgedChunk[] = [
      { type: 3, data: hex('c0000201') },
      { type: 6, data: new Uint8Array(16) },
      { type: 15, data: hello },
    ]; // prettier-ignore
    expect(walked(carried(hepOfChunks(mixed)))).toMatchObject({ ...outer, problems: ['hep.no-addresses'] });
    expect(walked(carried(hepOfChunks([{ type: 16, data: hex('1f8b08') }])))).toMatchObject({ ...outer, problems: ['hep.no-addresses', 'hep.compressed'] });
  });

  test('chunks that lie: what came before them stands', () => {
    const chunks = (length: number): Uint8Array =>
      carried(
        hepOfChunks([
          { type: 3, data: hex('c000020a') },
          { type: 4, data: hex('c6336407') },
          { type: 15, data: hello, length },
        ]),
      ); // prettier-ignore
    expect(walked(chunks(0))).toMatchObject({ what: 'HEP', problems: ['hep.chunk-length', 'hep.no-payload'] });
    expect(walked(chunks(5))).toMatchObject({ what: 'HEP', problems: ['hep.chunk-length', 'hep.no-payload'] });
    expect(walked(chunks(65_535))).toMatchObject({ what: 'UDP', from: '192.0.2.10:0', payload: hello, missing: 0, problems: ['hep.chunk-length'] });
  });

  test('what only looks like it stays UDP', () => {
    const udp = { what: 'UDP', from: '203.0.113.5:40000' };
    for (const payload of ['HEP3', 'HEP3\0\0', 'HEP3 is a protocol, says this text', 'HELLO'])
      expect(walked(carried(octetsOf(payload)))).toMatchObject({ ...udp, payload }); // prettier-ignore
    // version 1 on another port, with another family, protocol or length
    expect(walked(carried(hep12(from, to, hello), 1234))).toMatchObject(udp);
    for (const [at, value] of [
      [0, 3],
      [1, 17],
      [2, 3],
      [3, 1],
    ] as const)
      expect(walked(carried(hep12(from, to, hello).fill(value, at, at + 1)))).toMatchObject(udp); // prettier-ignore
  });
});

const flatten = (fields: readonly Field[]): Field[] => fields.flatMap((field) => [field, ...flatten(field.children ?? [])]);

test.each([
  ['version 3', carried(full)],
  ['version 2', carried(hep12(from, to, hello, TIME))],
  ['version 1, IPv6', carried(hep12(from6, to6, hello))],
])('%s: every cut gives the same answer in any surroundings, and the inspector the same payload', (_, packet) => {
  for (let length = 0; length <= packet.length; length++) {
    const cut = packet.subarray(0, length);
    const said = walked(cut);
    expect(walked(cut, 0xff)).toEqual(said);
    expect(hello.startsWith(said['payload'] as string) || said['from'] === '203.0.113.5:40000' || said['what'] !== 'UDP').toBe(true);
    const opened = inspectPacket(new DataView(cut.slice().buffer), 0, length, 1);
    if (said['what'] === 'UDP') expect(opened.payloadEnd - opened.payloadAt).toBe(said['length']);
    for (const { at = 0, length: octets = 0 } of flatten(opened.fields)) expect(at + octets).toBeLessThanOrEqual(length);
  }
});

test('the tree names every chunk, shows time and node, and not the password', () => {
  const fields = flatten(inspectPacket(new DataView(carried(full).buffer), 0, carried(full).length, 1).fields);
  const value = (key: string): string | undefined => fields.find((field) => field.key === key)?.value;
  expect(value('hep')).toBe('version 3 SIP');
  expect(value('hep.src')).toBe('192.0.2.10');
  expect(value('hep.node')).toBe('edge-1');
  expect(value('hep.correlation')).toBe('abc@x');
  expect(value('hep.time')).toBe('2016-12-11 11:19:56.000325 UTC');
  expect(value('hep.protocol')).toBe('UDP (17)');
  expect(JSON.stringify(fields)).not.toContain('secret');
  const many = carried(hepOfChunks(Array.from({ length: limits.hepChunks + 10 }, () => ({ type: 18, data: numbers([2, 7]) }))));
  const shown = flatten(inspectPacket(new DataView(many.buffer), 0, many.length, 1).fields);
  expect(shown.filter((field) => field.problem === 'limit.hepChunks')).toHaveLength(1);
});
