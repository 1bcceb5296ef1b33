/**
 * A TLS 1.2 connection (RFC 5246) with AES-128-GCM (RFC 5288), sealed with node:crypto alone, its key derivation written down a second time: nothing of the product.
 * Hellos without extensions, an empty key exchange; the master secret stands in the line of the key log. Or under a suite without encryption, whose records have a code alone.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import { join, numbers } from './octets.ts';
import type { Side, TcpConversation } from './tcp.ts';

const SUITE = 0xc02b;
/** TLS_RSA_WITH_NULL_SHA256 */
const CLEAR = 0x003b;
const TLS_1_2 = 0x0303;

export interface ForgedTls {
  /** the line of a key log that opens it */
  readonly line: string;
  readonly master: Uint8Array;
  /** TCP and TLS handshakes as IP packets */
  open(): Uint8Array[];
  /** application data in one record, as IP packets */
  send(side: Side, octets: Uint8Array): Uint8Array[];
}

export function createTls(tcp: TcpConversation, word = 'forge', isClear = false): ForgedTls {
  const suite = isClear ? CLEAR : SUITE;
  const octetsOf = (what: string, length: number): Buffer => prf(Buffer.from(word), what, Buffer.alloc(0), length);
  const [client, server, master] = [octetsOf('client random', 32), octetsOf('server random', 32), octetsOf('master secret', 48)];
  const block = prf(master, 'key expansion', Buffer.concat([server, client]), 64);
  const keys = {
    client: { code: block.subarray(0, 32), key: block.subarray(0, 16), salt: block.subarray(32, 36), sequence: 0n },
    server: { code: block.subarray(32, 64), key: block.subarray(16, 32), salt: block.subarray(36, 40), sequence: 0n },
  };
  const record = (type: number, body: Uint8Array): Uint8Array => join(numbers([1, type], [2, TLS_1_2], [2, body.length]), body);
  const message = (type: number, body: Uint8Array): Uint8Array => join(numbers([1, type], [1, 0], [2, body.length]), body);
  const sealed = (side: Side, type: number, plain: Uint8Array): Uint8Array => {
    const of = keys[side];
    const sequence = Buffer.alloc(8);
    sequence.writeBigUInt64BE(of.sequence++);
    const extra = Buffer.concat([sequence, numbers([1, type], [2, TLS_1_2], [2, plain.length])]);
    if (isClear) return record(type, join(plain, createHmac('sha256', of.code).update(extra).update(plain).digest()));
    const cipher = createCipheriv('aes-128-gcm', of.key, Buffer.concat([of.salt, sequence]));
    cipher.setAAD(extra);
    const body = Buffer.concat([sequence, cipher.update(plain), cipher.final()]);
    return record(type, join(body, cipher.getAuthTag()));
  };
  const hello = (random: Uint8Array, rest: Uint8Array): Uint8Array => join(numbers([2, TLS_1_2]), random, numbers([1, 0]), rest);
  const finished = (side: Side): Uint8Array => join(record(20, Uint8Array.of(1)), sealed(side, 22, message(20, new Uint8Array(12))));
  return {
    line: `CLIENT_RANDOM ${client.toString('hex')} ${master.toString('hex')}\n`,
    master,
    open: () => [
      ...tcp.open(),
      ...tcp.send('client', record(22, message(1, hello(client, numbers([2, 2], [2, suite], [1, 1], [1, 0]))))),
      ...tcp.send('server', record(22, join(message(2, hello(server, numbers([2, suite], [1, 0]))), message(14, new Uint8Array(0))))),
      ...tcp.send('client', join(record(22, message(16, Uint8Array.of(0))), finished('client'))),
      ...tcp.send('server', finished('server')),
    ],
    send: (side, octets) => tcp.send(side, sealed(side, 23, octets)),
  };
}

/** The pseudorandom function of TLS 1.2 with SHA-256 (RFC 5246 section 5). */
function prf(secret: Uint8Array, label: string, seed: Uint8Array, length: number): Buffer {
  const hmac = (...parts: readonly Uint8Array[]): Buffer => createHmac('sha256', secret).update(Buffer.concat(parts)).digest();
  const whole = Buffer.concat([Buffer.from(label), seed]);
  const parts: Buffer[] = [];
  for (let a = hmac(whole), held = 0; held < length; a = hmac(a)) held += parts[parts.push(hmac(a, whole)) - 1]!.length;
  return Buffer.concat(parts).subarray(0, length);
}
