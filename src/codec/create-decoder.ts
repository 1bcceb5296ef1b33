/**
 * The decoder of a payload, by the name SDP or the static table gives it, and what to say where there is none. A decoder is
 * made once a stream; it allocates then and not later.
 */
import { ConcealingDecoder } from './concealing-decoder.ts';
import type { AudioDecoder, PayloadFormat, SampleDecoder } from './decoder.ts';
import { aLaw, G711Decoder, muLaw } from './g711.ts';
import { namedPayload } from './payload-names.ts';

/** Who turns a payload into sound: this code, the browser (WebCodecs), or nobody. */
export type DecoderStatus = 'own' | 'browser' | 'none';

/** `rate` and `channels` are 0 where nobody told them. */
type Maker = (rate: number, channels: number, format: PayloadFormat) => AudioDecoder | undefined;

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['PCMU', (rate, channels) => sampled(rate || 8000, channels || 1, (hertz, count) => new G711Decoder(muLaw, hertz, count))],
  ['PCMA', (rate, channels) => sampled(rate || 8000, channels || 1, (hertz, count) => new G711Decoder(aLaw, hertz, count))],
]);

/** @returns a decoder in its first state; undefined where this code has none for the format */
export function createDecoder(format: PayloadFormat): AudioDecoder | undefined {
  const { key, clockRate, channels } = namedPayload(format.name);
  return makers.get(key)?.(clockRate || format.clockRate, channels || format.channels, format);
}

export function decoderStatus(format: PayloadFormat): DecoderStatus {
  if (namedPayload(format.name).key === 'OPUS') return 'browser';
  return createDecoder(format) === undefined ? 'none' : 'own';
}

/** Coders that work on each sample take any rate and up to eight channels; SDP can say anything. */
function sampled(rate: number, channels: number, make: (rate: number, channels: number) => SampleDecoder): AudioDecoder | undefined {
  if (!(rate >= 1000 && rate <= 192_000) || !(channels >= 1 && channels <= 8)) return undefined;
  return new ConcealingDecoder(make(Math.round(rate), Math.round(channels)));
}
