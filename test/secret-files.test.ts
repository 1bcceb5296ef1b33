/** Keys that come beside captures or within them: told by content, never taken for a capture, and named when they come alone. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { limits } from '../src/base/limits.ts';
import { octetsOf } from './forge/octets.ts';
import { secretsBlock, writePcapng } from './forge/pcapng.ts';
import { openOctets, type NamedOctets } from './open-octets.ts';

const line = `CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`;
const capture: NamedOctets = { name: 'call.pcapng', octets: writePcapng([{ time: 1_700_000_000_000_000_000n, octets: new Uint8Array(60) }]) };
const log: NamedOctets = { name: 'keys', octets: octetsOf(`# a comment\r\n${line}nonsense\r\n`) };
const pem: NamedOctets = { name: 'server.txt', octets: readFileSync(resolve(import.meta.dirname, 'tls-fixtures/rsa-key.pem')) };

test('a key log and a private key beside a capture, in any order', async () => {
  for (const files of [
    [capture, log, pem],
    [pem, log, capture],
  ]) {
    const { engine, result } = await openOctets(files);
    expect(result).toMatchObject({ opens: true, refused: [] });
    const { captures, secrets } = engine.overview();
    expect(captures.map(({ name }) => name)).toEqual(['call.pcapng']);
    expect(secrets).toHaveLength(2);
    expect(secrets.find(({ name }) => name === 'keys')).toMatchObject({ file: files.indexOf(log), from: 'file', kind: 'key-log', secrets: 1, skipped: 1 });
    expect(secrets.find(({ name }) => name === 'server.txt')).toMatchObject({ kind: 'private-key', secrets: 1, problems: [], opened: 0 });
  }
});

test('also gzipped', async () => {
  const { engine, result } = await openOctets([capture, { name: 'keys.gz', octets: gzipSync(log.octets) }]);
  expect(result).toMatchObject({ opens: true, refused: [] });
  expect(engine.overview().secrets).toMatchObject([{ kind: 'key-log', secrets: 1 }]);
});

test('keys alone are named with what they are', async () => {
  expect((await openOctets([log])).result).toMatchObject({ opens: false, reason: 'keys-alone', message: 'TLS key log', name: 'keys' });
  expect((await openOctets([pem])).result).toMatchObject({ opens: false, reason: 'keys-alone', message: 'private key' });
});

test('the capture’s own secrets are one source', async () => {
  const octets = writePcapng([], { extra: [secretsBlock(line), secretsBlock(line.replace('ab', 'ef')), secretsBlock('x', 0x57474b4c)] });
  const { engine } = await openOctets([{ name: 'own.pcapng', octets }]);
  expect(engine.overview().secrets).toEqual([
    { name: 'own.pcapng', file: 0, from: 'capture', kind: 'key-log', secrets: 2, skipped: 0, problems: [], opened: 0 },
  ]);
});

test('more than is kept is reported', async () => {
  const many = Array.from({ length: limits.secrets + 6 }, (_, i) => `PMS_CLIENT_RANDOM ${i.toString(16).padStart(64, '0')} 00`).join('\n');
  const { engine } = await openOctets([
    capture,
    { name: 'many', octets: octetsOf(many) },
    { name: 'large', octets: octetsOf(`${line}#${'x'.repeat(limits.secretFile)}`) },
  ]);
  const counts = Object.fromEntries(engine.diagnostics().map(({ code, count }) => [code, count]));
  // the line of the second file came too late as well
  expect(counts).toMatchObject({ 'limit.secrets': 7, 'limit.secretFile': 1 });
});
