/** permessage-deflate: what zlib deflates is inflated, with and without a window; many tiny messages cost little each. */
import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { Inflate } from 'fflate';
import { expect, test } from 'vitest';
import { octetsOf } from '../../test/forge/octets.ts';
import { createRandom } from '../../test/forge/random.ts';
import { MessageInflater } from './websocket-inflate.ts';

/** Messages as one sender deflates them, its window going on from one to the next; the last four octets taken off. */
async function deflated(messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  const stream = createDeflateRaw({ flush: constants.Z_SYNC_FLUSH });
  const all: Uint8Array[] = [];
  for (const message of messages) {
    const pieces: Uint8Array[] = [];
    const take = (piece: Uint8Array): void => void pieces.push(piece);
    stream.on('data', take);
    stream.write(message);
    await new Promise<void>((done) => stream.flush(constants.Z_SYNC_FLUSH, done));
    stream.off('data', take);
    all.push(new Uint8Array(Buffer.concat(pieces).subarray(0, -4)));
  }
  stream.close();
  return all;
}

test('messages of any length, looking back at all lengths', async () => {
  const random = createRandom(5);
  const words = Array.from({ length: 3000 }, () => random.below(0x7fffffff).toString(36));
  const messages = Array.from({ length: 120 }, () => {
    const from = random.below(words.length);
    return octetsOf(words.slice(from, from + random.below([3, 40, 2900][random.below(3)]!)).join(' '));
  }).filter((message) => message.length > 0);
  const inflater = new MessageInflater();
  for (const [i, message] of (await deflated(messages)).entries())
    expect(Buffer.compare(Buffer.from(inflater.inflate(message, 0, message.length, 1_048_576) as Uint8Array), messages[i]!)).toBe(0);
});

test('a message that ends with a last block, damage, too much, and what was forgotten', async () => {
  const inflater = new MessageInflater();
  const inflate = (octets: Uint8Array, most = 1_048_576): unknown => {
    const text = inflater.inflate(octets, 0, octets.length, most);
    return typeof text === 'string' ? text : Buffer.from(text).toString();
  };
  const last = new Uint8Array([...deflateRawSync('over and out'), 0]);
  expect([inflate(last), inflate(last)]).toEqual(['over and out', 'over and out']);
  const bomb = new Uint8Array(deflateRawSync(' '.repeat(300_000), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4));
  expect([bomb.length <= 512, inflate(bomb, 1000)]).toEqual([true, 'too-long']);
  const [first, second] = await deflated([octetsOf('the same words again'), octetsOf('the same words again')]);
  expect([inflate(first!), inflate(second!)]).toEqual(['the same words again', 'the same words again']);
  inflater.forget();
  expect(inflate(second!)).toBe('damaged');
  expect(inflate(new Uint8Array(40).fill(0xff))).toBe('damaged');
});

test('tiny messages do not cost a window each', async () => {
  const inflater = new MessageInflater();
  const big = octetsOf(Array.from({ length: 4000 }, (_, i) => `${i} `).join(''));
  const [opening, ...tiny] = await deflated([big, ...Array.from({ length: 300 }, (_, i) => octetsOf(`m${i}`))]);
  inflater.inflate(opening!, 0, opening!.length, 1_048_576);
  const milliseconds = (work: () => void): number => {
    const begun = performance.now();
    for (let i = 0; i < 10; i++) work();
    return performance.now() - begun;
  };
  // as it was done before: an inflater of its own for every message, over the whole window
  const before = (message: Uint8Array): void => {
    const one = new Inflate({ dictionary: big.subarray(-32_768) }, () => undefined);
    one.push(message);
  };
  const own = milliseconds(() => tiny.forEach(before));
  const now = milliseconds(() => tiny.forEach((message) => inflater.inflate(message, 0, message.length, 1_048_576)));
  expect(now).toBeLessThan(own / 2);
});
