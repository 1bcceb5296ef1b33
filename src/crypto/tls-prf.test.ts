import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { duplexPair } from 'node:stream';
import { TLSSocket, connect, createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { readKeyLog } from './key-log.ts';
import { expandLabel, exportKeyingMaterial, exportKeyingMaterial13, prf } from './tls-prf.ts';

const octets = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'));
const text = (value: Uint8Array): string => Buffer.from(value).toString('hex');

test('the published vector of the PRF of TLS 1.2 with SHA-256', () => {
  const out = prf('sha256', octets('9bbe436ba940f017b17652849a71db35'), 'test label', octets('a0ba9f936cda311827a6f796ffd5198c'), 100);
  expect(text(out)).toBe(
    'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab' +
      '4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66',
  );
});

test('RFC 8448 section 3: the server’s handshake key and vector', () => {
  const secret = octets('b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38');
  expect(text(expandLabel('sha256', secret, 'key', new Uint8Array(0), 16))).toBe('3fce516009c21727d0f2e4e86ee403bc');
  expect(text(expandLabel('sha256', secret, 'iv', new Uint8Array(0), 12))).toBe('5d313eb2671276ee13000b30');
});

test.each([
  ['TLSv1', 'ECDHE-ECDSA-AES128-SHA', 'md5-sha1'],
  ['TLSv1.1', 'ECDHE-ECDSA-AES256-SHA', 'md5-sha1'],
  ['TLSv1.2', 'ECDHE-ECDSA-AES128-GCM-SHA256', 'sha256'],
  ['TLSv1.2', 'ECDHE-ECDSA-AES256-GCM-SHA384', 'sha384'],
  ['TLSv1.3', 'TLS_AES_128_GCM_SHA256', 'sha256'],
  ['TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'sha384'],
] as const)('%s %s: what the key log lets export is what Node exports', async (version, ciphers, hash) => {
  const fixtures = resolve(import.meta.dirname, '../../test/tls-fixtures');
  const read = (name: string): Buffer => readFileSync(resolve(fixtures, name));
  const options = { minVersion: version, maxVersion: version, ciphers: version === 'TLSv1.3' ? ciphers : `${ciphers}:@SECLEVEL=0` } as const;
  const [near, far] = duplexPair();
  let serverRandom: Uint8Array = new Uint8Array(0);
  const write = far.write.bind(far) as (chunk: Uint8Array, ...more: unknown[]) => boolean;
  far.write = ((chunk: Uint8Array, ...more: unknown[]) => {
    // ServerHello is the first message of the first record
    if (serverRandom.length === 0 && chunk[0] === 22 && chunk[5] === 2) serverRandom = chunk.slice(11, 43);
    return write(chunk, ...more);
  }) as typeof far.write;
  const server = new TLSSocket(far, { isServer: true, secureContext: createSecureContext({ ...options, key: read('ec-key.pem'), cert: read('ec-cert.pem') }) });
  const client = connect({ ...options, socket: near, rejectUnauthorized: false });
  const found = new Map<string, Uint8Array>();
  let random: Uint8Array = new Uint8Array(0);
  client.on('keylog', (line) => {
    readKeyLog(line, 0, line.length, {
      secret: (label, name, secret) => {
        random = name;
        found.set(label, secret);
      },
      garbage: () => expect.unreachable(),
    });
  });
  server.resume();
  await new Promise((done) => client.once('secureConnect', done));
  const [label, context] = ['EXTRACTOR-dtls_srtp', octets('0102')];
  const wanted = [
    (client.exportKeyingMaterial as (length: number, label: string) => Buffer).call(client, 60, label),
    client.exportKeyingMaterial(60, label, Buffer.from(context)),
  ];
  if (version === 'TLSv1.3') {
    const secret = found.get('EXPORTER_SECRET')!;
    const digest = hash as 'sha256' | 'sha384';
    expect(text(exportKeyingMaterial13(digest, secret, label, new Uint8Array(0), 60))).toBe(text(wanted[0]!));
    expect(text(exportKeyingMaterial13(digest, secret, label, context, 60))).toBe(text(wanted[1]!));
  } else {
    const master = found.get('CLIENT_RANDOM')!;
    expect(text(exportKeyingMaterial(hash, master, random, serverRandom, label, undefined, 60))).toBe(text(wanted[0]!));
    expect(text(exportKeyingMaterial(hash, master, random, serverRandom, label, context, 60))).toBe(text(wanted[1]!));
  }
  client.destroy();
  server.destroy();
});
