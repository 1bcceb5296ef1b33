/** DTLS handshakes of media as octets: fragments, retransmissions, cookies, DTLS 1.3, any octets at all; and the tree the inspector shows of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Field } from '../src/base/field.ts';
import { DiagnosticLog } from '../src/base/diagnostic.ts';
import { DtlsHandshakes, type Handshake } from '../src/engine/dtls-handshakes.ts';
import { createLayers, type Layers } from '../src/net/layers.ts';
import { inspectDtls } from '../src/wire/inspect-dtls.ts';
import { clientHello, dtlsMessage, dtlsRecord, randomOf, serverHello } from './forge/dtls.ts';
import { join, numbers } from './forge/octets.ts';

const CLIENT = { source: 1, sourcePort: 6000, destination: 2, destinationPort: 4000 };
const SERVER = { source: 2, sourcePort: 4000, destination: 1, destinationPort: 6000 };

function layersOf(ends: typeof CLIENT): Layers {
  return Object.assign(createLayers(), ends);
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

function taken(...datagrams: readonly (readonly [typeof CLIENT, Uint8Array])[]): { readonly all: readonly Handshake[]; readonly log: DiagnosticLog } {
  const log = new DiagnosticLog();
  const handshakes = new DtlsHandshakes(log);
  for (const [packet, [ends, octets]] of datagrams.entries()) handshakes.take(viewOf(octets), layersOf(ends), 0, octets.length, packet);
  return { all: handshakes.all, log };
}

const hello = dtlsMessage(1, clientHello({ profiles: [7, 1], extendedMaster: true }));
const answer = dtlsMessage(2, serverHello({ profiles: [1], identifier: Uint8Array.of(9), extendedMaster: true }));
const finished = dtlsRecord(22, new Uint8Array(40), { epoch: 1 });

test('who is client, both randoms, profile, identifier, extended master secret', () => {
  const { all } = taken([CLIENT, dtlsRecord(22, hello)], [SERVER, dtlsRecord(22, answer)], [SERVER, join(dtlsRecord(20, numbers([1, 1])), finished)]);
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ client: 1, clientPort: 6000, server: 2, serverPort: 4000, hellos: [0], packet: 1, isDone: true, alert: undefined });
  expect(all[0]!.clientHello).toMatchObject({ version: 0xfefd, random: randomOf(1), profiles: [7, 1], extendedMaster: true });
  expect(all[0]!.serverHello).toMatchObject({ random: randomOf(2), suites: [0xc02b], profiles: [1], identifier: 1, extendedMaster: true });
});

test('fragments in any order, again and overlapping, across records and datagrams', () => {
  const body = serverHello({ profiles: [1] });
  const part = (at: number, end: number): Uint8Array => dtlsRecord(22, dtlsMessage(2, body, { at, end }));
  const whole = [SERVER, dtlsRecord(22, answer)] as const;
  const { all } = taken(
    [CLIENT, dtlsRecord(22, hello)],
    [SERVER, part(30, body.length)],
    [SERVER, part(0, 20)],
    [SERVER, part(0, 20)],
    [SERVER, part(10, 40)],
    whole,
  );
  expect(all).toHaveLength(1);
  expect(all[0]!.packet).toBe(4);
  expect(all[0]!.serverHello!.random).toEqual(randomOf(2));
});

test('a hello again is a retransmission, one with another random is another handshake', () => {
  const again = dtlsRecord(22, dtlsMessage(1, clientHello({ random: 5, profiles: [1] })));
  const { all } = taken([CLIENT, dtlsRecord(22, hello)], [CLIENT, dtlsRecord(22, hello)], [SERVER, dtlsRecord(22, answer)], [CLIENT, again]);
  expect(all.map(({ hellos, serverHello: told }) => [hellos, told?.random[0]])).toEqual([
    [[0, 1], 2],
    [[3], undefined],
  ]);
});

test('a server alone: the capture began midway', () => {
  const { all } = taken([SERVER, dtlsRecord(22, answer)], [CLIENT, finished]);
  expect(all[0]).toMatchObject({ client: 1, server: 2, clientHello: undefined, isDone: true });
});

test('DTLS 1.3 is what the server chose in supported_versions, and its records have another header', () => {
  const log = new DiagnosticLog();
  const handshakes = new DtlsHandshakes(log);
  const take = (ends: typeof CLIENT, octets: Uint8Array): void => handshakes.take(viewOf(octets), layersOf(ends), 0, octets.length, 0);
  take(CLIENT, dtlsRecord(22, dtlsMessage(1, clientHello({ profiles: [1], versions: [0xfefc, 0xfefd] }))));
  expect(handshakes.takeSealed(layersOf(CLIENT))).toBe(false);
  take(SERVER, dtlsRecord(22, dtlsMessage(2, serverHello({ suites: [0x1301], versions: [0xfefc] }))));
  expect(handshakes.takeSealed(layersOf(CLIENT))).toBe(true);
  expect(handshakes.all[0]).toMatchObject({ isDone: true, serverHello: { version: 0xfefc, suites: [0x1301] } });
});

test('beginnings of many small messages are bounded like a few large ones', () => {
  const beginnings = Array.from({ length: 10_000 }, (_, number) => numbers([1, 2], [1, 0], [2, 1], [2, number], [4, 0], [2, 0]));
  const { log } = taken([CLIENT, dtlsRecord(22, join(...beginnings.slice(0, 5000)))], [CLIENT, dtlsRecord(22, join(...beginnings.slice(5000)))]);
  expect(log.counts().map(({ code }) => code)).toEqual(['limit.dtlsOctets']);
});

test('any octets: nothing throws, nothing is read outside, and the tree stays inside its datagram', () => {
  const inside = (field: Field, at: number, end: number): void => {
    if (field.at !== undefined) expect([field.key, field.at >= at && field.at + (field.length ?? 0) <= end]).toEqual([field.key, true]);
    for (const child of field.children ?? []) inside(child, at, end);
  };
  const good = join(dtlsRecord(22, join(hello, answer)), dtlsRecord(21, numbers([1, 2], [1, 40])), finished);
  const look = (octets: Uint8Array): void => {
    taken([CLIENT, octets]);
    const framed = [0x00, 0xff].map((fill) => join(new Uint8Array(3).fill(fill), octets, new Uint8Array(9).fill(fill)));
    const [zeros, ones] = framed.map((one) => inspectDtls(viewOf(one), 3, 3 + octets.length));
    inside(zeros!, 3, 3 + octets.length);
    expect(ones).toEqual(zeros);
  };
  for (let cut = 0; cut <= good.length; cut++) look(good.subarray(0, cut));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
      const changed = good.slice();
      for (const [at, value] of changes) changed[at] = value;
      look(changed);
    }),
    { numRuns: 200 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), look), { numRuns: 200 });
});

test('the tree has names for what a person looks for', () => {
  const tree = inspectDtls(viewOf(dtlsRecord(22, join(hello, answer))), 0, 13 + hello.length + answer.length);
  expect(tree.value).toBe('ClientHello, ServerHello');
  const all: string[] = [];
  const visit = (field: Field): void => {
    all.push(`${field.name}: ${field.value ?? ''}`);
    field.children?.forEach(visit);
  };
  visit(tree);
  expect(all).toContain('use_srtp: 0x0007 (SRTP_AEAD_AES_128_GCM), 0x0001 (SRTP_AES128_CM_HMAC_SHA1_80)');
  expect(all).toContain(`random: ${'01'.repeat(32)}`);
  expect(all).toContain('cipher suite: 0xc02b (TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)');
  expect(all).toContain('extended_master_secret: ');
});
