/** SRTP (RFC 3711) of a sender, sealed with node:crypto alone, its key derivation written down a second time: nothing of the product. */
import { createCipheriv, createHmac } from 'node:crypto';

export interface SrtpKey {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
}

/** Key and salt of a word, of the length AES-CM 128 has. */
export function srtpKey(word: string): SrtpKey {
  const octets = createHmac('sha256', 'forge').update(word).digest();
  return { key: octets.subarray(0, 16), salt: octets.subarray(16, 30) };
}

/** The line of SDP that tells a key (RFC 4568). */
export function cryptoLine(of: SrtpKey, suite = 'AES_CM_128_HMAC_SHA1_80'): string {
  return `a=crypto:1 ${suite} inline:${Buffer.concat([of.key, of.salt]).toString('base64')}`;
}

/** @param period the packet index divided by the key derivation rate (section 4.3.1) */
export function deriveSrtp({ key, salt }: SrtpKey, label: number, length: number, period = 0): Buffer {
  const start = Buffer.alloc(16);
  start.set(salt);
  start[7]! ^= label;
  const six = Buffer.alloc(6);
  six.writeUIntBE(period, 0, 6);
  six.forEach((octet, i) => (start[8 + i]! ^= octet));
  return createCipheriv(`aes-${key.length * 8}-ctr`, key, start).update(Buffer.alloc(length));
}

/** The counter block of a packet. @param index rollover counter and sequence number, or SRTCP's index, as six octets */
export function counterBlock(of: SrtpKey, saltLabel: number, source: Uint8Array, index: Uint8Array, period = 0): Buffer {
  const start = Buffer.concat([deriveSrtp(of, saltLabel, 14, period), Buffer.alloc(2)]);
  source.forEach((octet, i) => (start[4 + i]! ^= octet));
  index.forEach((octet, i) => (start[8 + i]! ^= octet));
  return start;
}

/** Seals packets of one sender in the order they are sent, so that the rollover counter is right. */
/** @param rate packets that share session keys, 0 all */
export function srtpSealer(of: SrtpKey, tag = 10, rate = 0): (packet: Uint8Array) => Uint8Array {
  let rollover = 0;
  let last = -1;
  return (packet) => {
    const sequence = (packet[2]! << 8) | packet[3]!;
    if (sequence < last) rollover++;
    last = sequence;
    const index = Buffer.alloc(6);
    index.writeUInt32BE(rollover);
    index.writeUInt16BE(sequence, 4);
    const period = rate === 0 ? 0 : Math.floor((rollover * 65_536 + sequence) / rate);
    const [cipher, code] = [deriveSrtp(of, 0, of.key.length, period), deriveSrtp(of, 1, 20, period)];
    const start = counterBlock(of, 2, packet.subarray(8, 12), index, period);
    const sealed = Buffer.concat([packet.subarray(0, 12), createCipheriv(`aes-${of.key.length * 8}-ctr`, cipher, start).update(packet.subarray(12))]);
    return Buffer.concat([sealed, createHmac('sha1', code).update(sealed).update(index.subarray(0, 4)).digest().subarray(0, tag)]);
  };
}

/** SRTCP: everything behind the first eight octets encrypted, the index and a tag of ten octets after it (section 3.4). */
export function sealControl(of: SrtpKey, packet: Uint8Array, index: number): Uint8Array {
  const six = Buffer.alloc(6);
  six.writeUInt32BE(index, 2);
  const start = counterBlock(of, 5, packet.subarray(4, 8), six);
  const cipher = createCipheriv(`aes-${of.key.length * 8}-ctr`, deriveSrtp(of, 3, of.key.length), start);
  const word = Buffer.alloc(4);
  word.writeUInt32BE((index | 0x80000000) >>> 0);
  const sealed = Buffer.concat([packet.subarray(0, 8), cipher.update(packet.subarray(8)), word]);
  return Buffer.concat([
    sealed,
    createHmac('sha1', deriveSrtp(of, 4, 20))
      .update(sealed)
      .digest()
      .subarray(0, 10),
  ]);
}
