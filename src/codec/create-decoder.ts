/**
 * The decoder of a payload, by the name SDP or the static table gives it, and what to say where there is none. A decoder is
 * made once a stream; it allocates then and not later.
 */
import { ComfortNoise } from './comfort-noise.ts';
import { ConcealingDecoder } from './concealing-decoder.ts';
import type { AudioDecoder, PayloadFormat, SampleDecoder } from './decoder.ts';
import { Dvi4Decoder } from './dvi4.ts';
import { aLaw, G711Decoder, muLaw } from './g711.ts';
import { G722Decoder } from './g722.ts';
import { G726Decoder } from './g726.ts';
import { g726Rates } from './g726-tables.ts';
import { G729Decoder } from './g729-decoder.ts';
import { GsmDecoder } from './gsm.ts';
import { IlbcDecoder } from './ilbc.ts';
import { Linear16Decoder, linear8 } from './linear-audio.ts';
import { namedPayload } from './payload-names.ts';

/** Who turns a payload into sound: this code, the browser (WebCodecs), or nobody. */
export type DecoderStatus = 'own' | 'browser' | 'none';

/** `rate` and `channels` are 0 where nobody told them. */
type Maker = (rate: number, channels: number, format: PayloadFormat) => AudioDecoder | undefined;

const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['PCMU', (rate, channels) => sampled(rate || 8000, channels || 1, (hertz, count) => new G711Decoder(muLaw, hertz, count))],
  ['PCMA', (rate, channels) => sampled(rate || 8000, channels || 1, (hertz, count) => new G711Decoder(aLaw, hertz, count))],
  ['L8', (rate, channels) => sampled(rate, channels || 1, (hertz, count) => new G711Decoder(linear8, hertz, count))],
  ['L16', (rate, channels) => sampled(rate, channels || 1, (hertz, count) => new Linear16Decoder(hertz, count))],
  ['DVI4', (rate, channels) => single(rate || 8000, channels, (hertz) => new Dvi4Decoder(hertz))],
  ['G722', (_rate, channels, format) => single(16000, channels, () => new G722Decoder(dataBits(format.parameters)))],
  ['G726-16', g726(2, false)],
  ['G726-24', g726(3, false)],
  ['G726-32', g726(4, false)],
  ['G726-40', g726(5, false)],
  ['AAL2-G726-16', g726(2, true)],
  ['AAL2-G726-24', g726(3, true)],
  ['AAL2-G726-32', g726(4, true)],
  ['AAL2-G726-40', g726(5, true)],
  ...['G729', 'G729A', 'G729B', 'G729AB'].map((name): [string, Maker] => [name, g729]),
  ['GSM', (rate, channels) => (isSingle(rate || 8000, channels) ? new GsmDecoder(rate || 8000) : undefined)],
  ['ILBC', (rate, channels, format) => (isSingle(rate || 8000, channels) ? new IlbcDecoder(format) : undefined)],
  ['CN', (rate, channels) => (isSingle(rate || 8000, channels) ? new ComfortNoise(rate || 8000) : undefined)],
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
  if (!isRate(rate) || !(Number.isInteger(channels) && channels >= 1 && channels <= 8)) return undefined;
  return new ConcealingDecoder(make(rate, channels));
}

/** Coders that are defined for one channel. */
function single(rate: number, channels: number, make: (rate: number) => SampleDecoder): AudioDecoder | undefined {
  return isSingle(rate, channels) ? new ConcealingDecoder(make(rate)) : undefined;
}

function isSingle(rate: number, channels: number): boolean {
  return isRate(rate) && (channels === 0 || channels === 1);
}

function isRate(rate: number): boolean {
  return Number.isInteger(rate) && rate >= 1000 && rate <= 192_000;
}

function g726(bits: number, highFirst: boolean): Maker {
  return (rate, channels) => single(rate || 8000, channels, (hertz) => new G726Decoder(g726Rates.get(bits)!, highFirst, hertz));
}

/** Annexes A and B change no bit of a speech frame, so all of their names are one decoder. */
function g729(rate: number, channels: number): AudioDecoder | undefined {
  return (rate || 8000) === 8000 && isSingle(8000, channels) ? new G729Decoder() : undefined;
}

/** Low bits of a G.722 octet that are not sound. RTP's G722 is 64 kbit/s; some ask for less by fmtp. */
function dataBits(parameters: string): 0 | 1 | 2 {
  const rate = /(?:^|[;\s])bitrate\s*=\s*(48|56)(?:000)?\s*(?:;|$)/i.exec(parameters)?.[1];
  return rate === '48' ? 2 : rate === '56' ? 1 : 0;
}
