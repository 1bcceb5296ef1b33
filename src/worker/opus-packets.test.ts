import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpusPackets, type OpusCoder } from './opus-packets.ts';
import { hasWebCodecsOpus, WebCodecsOpus } from './opus-webcodecs.ts';

/** 20 ms of wideband SILK whose one octet says how loud it is: what the stand-ins below "decode". */
const packet = (loudness: number): Uint8Array => Uint8Array.of(9 << 3, loudness, 0);
const nothing = new Uint8Array(0);

describe('packets at their places', () => {
  const given: number[][] = [];
  const coder: OpusCoder = {
    decode: (packets) => {
      given.push(packets.map((octets) => octets[1]!));
      return Promise.resolve(packets.map((octets) => (octets[1] === 99 ? undefined : new Int16Array(960).fill(octets[1]!))));
    },
    reset: () => given.push([-1]),
    close: () => given.push([-2]),
  };
  beforeEach(() => given.splice(0));

  it('longer is cut, shorter is silence', async () => {
    const sound = await new OpusPackets(coder, 1).decode([
      { octets: packet(5), samples: 480 },
      { octets: packet(6), samples: 1920 },
      { octets: packet(7), samples: 960 },
    ]);
    expect(sound.length).toBe(480 + 1920 + 960);
    expect([0, 479, 480, 1439, 1440, 2399, 2400, 3359].map((at) => sound[at])).toEqual([5, 5, 6, 6, 0, 0, 7, 7]);
  });

  it('holes, what is no Opus and what the coder refuses are not given sound of others', async () => {
    const one = new OpusPackets(coder, 2);
    const sound = await one.decode([
      { octets: nothing, samples: 960 },
      { octets: packet(5), samples: 960 },
      { octets: Uint8Array.of(0xff, 0xff), samples: 960 },
      { octets: packet(99), samples: 960 },
      { octets: packet(6), samples: 960 },
    ]);
    expect(given).toEqual([[5, 99, 6]]);
    expect(sound.length).toBe(5 * 1920);
    expect(sound.subarray(0, 1920).every((value) => value === 0)).toBe(true);
    expect(sound[1920 + 700]).toBe(5);
    expect(sound[4 * 1920 + 959]).toBe(6);
    expect(one.samplesOf(packet(1))).toBe(960);
    expect(one.samplesOf(nothing)).toBe(0);
  });

  it('questions and a reset are answered in order; once closed there is silence', async () => {
    const one = new OpusPackets(coder, 1);
    const first = one.decode([{ octets: packet(1), samples: 10 }]);
    one.reset();
    const second = one.decode([{ octets: packet(2), samples: 10 }]);
    expect([(await first)[9], (await second)[9]]).toEqual([1, 2]);
    expect(given).toEqual([[1], [-1], [2]]);
    one.close();
    one.close();
    expect((await one.decode([{ octets: packet(3), samples: 10 }])).every((value) => value === 0)).toBe(true);
    expect(given).toEqual([[1], [-1], [2], [-2]]);
  });
});

/** As much of WebCodecs as is used. Packets of loudness 66 end it; `keeps` packets of sound come out only when flushed. */
function standIn(keeps: number): { readonly made: () => number; readonly flushed: () => number } {
  let made = 0;
  let flushed = 0;
  class Chunk {
    readonly timestamp: number;
    readonly data: Uint8Array;
    constructor(init: { timestamp: number; data: Uint8Array }) {
      this.timestamp = init.timestamp;
      this.data = Uint8Array.from(init.data);
    }
  }
  class Decoder {
    state = 'unconfigured';
    readonly #init: { output(data: unknown): void; error(problem: unknown): void };
    #kept: Chunk[] = [];
    constructor(init: { output(data: unknown): void; error(problem: unknown): void }) {
      this.#init = init;
      made++;
    }
    static isConfigSupported(config: { codec: string; numberOfChannels: number }): Promise<{ supported: boolean }> {
      return config.numberOfChannels > 2 ? Promise.reject(new TypeError()) : Promise.resolve({ supported: config.codec === 'opus' });
    }
    configure(): void {
      this.state = 'configured';
    }
    decode(chunk: Chunk): void {
      setTimeout(() => {
        if (this.state !== 'configured') return;
        this.#kept.push(chunk);
        if (chunk.data[1] === 66) {
          this.state = 'closed';
          this.#init.error(new Error('no'));
        } else while (this.#kept.length > keeps) this.#give(this.#kept.shift()!);
      });
    }
    async flush(): Promise<void> {
      flushed++;
      await new Promise((resolve) => setTimeout(resolve));
      for (const chunk of this.#kept.splice(0)) this.#give(chunk);
    }
    close(): void {
      this.state = 'closed';
    }
    /** Always two channels: one as loud as told, one silent. */
    #give({ timestamp, data }: Chunk): void {
      const copyTo = (plane: Float32Array, { planeIndex }: { planeIndex: number }): void => void plane.fill(planeIndex === 0 ? data[1]! / 32_768 : 0);
      this.#init.output({ timestamp, numberOfFrames: 960, numberOfChannels: 2, copyTo, close: () => undefined });
    }
  }
  vi.stubGlobal('AudioDecoder', Decoder);
  vi.stubGlobal('EncodedAudioChunk', Chunk);
  return { made: () => made, flushed: () => flushed };
}

describe("the browser's decoder", () => {
  afterEach(() => vi.unstubAllGlobals());
  const loudness = (sounds: readonly (Int16Array | undefined)[]): (number | undefined)[] => sounds.map((sound) => sound?.[500]);

  it('is asked for before it is used', async () => {
    expect(await hasWebCodecsOpus(1)).toBe(false);
    standIn(0);
    expect([await hasWebCodecsOpus(1), await hasWebCodecsOpus(3)]).toEqual([true, false]);
  });

  it('gives each packet its sound, several channels as their mean, and is not flushed', async () => {
    const { flushed } = standIn(0);
    const mono = new WebCodecsOpus(1);
    expect(loudness(await mono.decode([packet(10), packet(20)]))).toEqual([5, 10]);
    expect(loudness(await mono.decode([packet(30)]))).toEqual([15]);
    const stereo = await new WebCodecsOpus(2).decode([packet(10)]);
    expect([...stereo[0]!.subarray(0, 4)]).toEqual([10, 0, 10, 0]);
    expect(flushed()).toBe(0);
  });

  it('is made anew where it fails, and only that packet has no sound', async () => {
    const { made } = standIn(0);
    const one = new WebCodecsOpus(1);
    expect(loudness(await one.decode([packet(10), packet(66), packet(20), packet(66), packet(30)]))).toEqual([5, undefined, 10, undefined, 15]);
    expect(made()).toBe(3);
    expect(loudness(await one.decode(Array.from({ length: 200 }, () => packet(66))))).toEqual(Array.from({ length: 200 }, () => undefined));
    expect(made()).toBeLessThan(80);
  });

  it('is flushed from the first time on that it keeps sound back', async () => {
    const { flushed } = standIn(2);
    const one = new WebCodecsOpus(1);
    expect(loudness(await one.decode([packet(10), packet(20), packet(30)]))).toEqual([5, 10, 15]);
    expect(loudness(await one.decode([packet(40)]))).toEqual([20]);
    expect(flushed()).toBe(2);
  });

  it('closed while it decodes, it answers and makes no other', async () => {
    const { made } = standIn(0);
    const one = new WebCodecsOpus(1);
    const answer = one.decode([packet(10), packet(20)]);
    one.close();
    expect(loudness(await answer)).toEqual([undefined, undefined]);
    expect(made()).toBe(1);
  });
});
