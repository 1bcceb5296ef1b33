/**
 * Public captures with SRTP, opened: what comes out is held against what libsrtp2 makes of the same packets (test/record/srtp_digests.py), and SRTP whose keys travel
 * in SIP over TLS plays when the key log is there.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { StreamRow } from '../src/contract/streams.ts';
import type { Engine } from '../src/engine/engine.ts';
import { openOctets, type NamedOctets } from './open-octets.ts';

interface Digest {
  readonly key: string;
  readonly packets: number;
  readonly sha256: string;
}

const folder = new URL('../../shared/captures/', import.meta.url);
const digests = JSON.parse(readFileSync(new URL('recorded/srtp-digests.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, Digest>>>
>;
const everything = { text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } } as const;
const suite = 'AES_CM_128_HMAC_SHA1_80';

const shared = (name: string): NamedOctets => ({ name, octets: new Uint8Array(readFileSync(new URL(name, folder))) });
const rowsOf = (engine: Engine): readonly StreamRow[] => engine.streams(everything, { offset: 0, limit: 100 }).rows;

async function digestOf(engine: Engine, row: StreamRow): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of engine.exportPayload(row.stream)) hash.update(piece);
  return hash.digest('hex');
}

for (const [name, told] of Object.entries(digests)) {
  const isHere = existsSync(new URL(name, folder));
  if (!isHere) console.warn(`SKIPPED: ${name} is not here`);
  test.skipIf(!isHere)(`${name}: the same octets as libsrtp2 opens`, { timeout: 60_000 }, async () => {
    const { engine } = await openOctets([shared(name)]);
    for (const [ssrc, { key, packets, sha256 }] of Object.entries(told)) {
      const of = (): StreamRow => rowsOf(engine).find((row) => Number(row.ssrc) === parseInt(ssrc, 16))!;
      if (of().seal === undefined) expect(await engine.giveKey({ callId: undefined, stream: of(), suite, text: key })).toBe('opened');
      expect(of()).toMatchObject({ packets, seal: { state: 'opened' } });
      const begun = performance.now();
      expect(await digestOf(engine, of())).toBe(sha256);
      console.log(`${ssrc}: ${Math.round(packets / ((performance.now() - begun) / 1000))} packets a second, read, opened and written`);
    }
  });
}

const overTls = 'recorded/proxy-tls-srtp.pcapng';
const isHere = existsSync(new URL(overTls, folder));
if (!isHere) console.warn(`SKIPPED: ${overTls} is not here`);
test.skipIf(!isHere)('keys in SIP over TLS open media by themselves once a key log opens the SIP', async () => {
  const closed = await openOctets([shared(overTls)]);
  expect(rowsOf(closed.engine).filter(({ seal }) => seal?.state === 'opened')).toEqual([]);
  const { engine } = await openOctets([shared(overTls), shared(`${overTls}.keylog`)]);
  const sealed = rowsOf(engine).filter(({ seal }) => seal !== undefined);
  expect(sealed.map(({ seal }) => [seal?.state, seal?.way, seal?.suite, seal?.authenticated === seal?.looked])).toEqual([
    ['opened', 'sdes', suite, true],
    ['opened', 'sdes', suite, true],
  ]);
  // the relay passes the sound on: what is opened on one side of it went in the clear on the other
  const passed = new Set<string>();
  for (const row of rowsOf(engine)) if (row.seal === undefined) for (const one of await payloads(engine, row, 0, 1000)) passed.add(one);
  for (const row of sealed) {
    const some = await payloads(engine, row, 200, 40);
    expect(some.filter((one) => passed.has(one)).length).toBe(some.length);
  }
});

async function payloads(engine: Engine, row: StreamRow, offset: number, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (const { place } of engine.streamPackets(row.stream, { offset, limit }).rows) {
    const { octets } = (await engine.packet(place.packet))!;
    const packet = octets.find(({ name }) => name === 'decrypted')?.octets ?? octets[0]!.octets.subarray(42);
    found.push(Buffer.from(packet.subarray(12)).toString('hex'));
  }
  return found;
}
