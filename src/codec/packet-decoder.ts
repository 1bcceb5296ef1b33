/**
 * A decoder that lives outside this floor and answers later: the browser's own (WebCodecs) or a library, for codecs we have
 * no code for. The engine is given a DecoderSource, so that it runs in Node too, where there is none. Types only.
 */
import type { PayloadFormat } from './decoder.ts';

/** One packet of a stream, or the hole where one was. */
export interface TimedPayload {
  /** payload octets, kept by the caller until decode() has answered; empty = nothing arrived, to be concealed */
  readonly octets: Uint8Array;
  /** samples a channel, at the decoder's sampleRate, that stand for it on the time line (the step of the RTP timestamp) */
  readonly samples: number;
}

export interface PacketDecoder {
  /** Hz of the samples that come out */
  readonly sampleRate: number;
  /** channels of the samples that come out, interleaved */
  readonly channels: number;
  /** Samples a channel, at sampleRate, in a payload by its own octets; 0 when it is none of this codec. */
  samplesOf(octets: Uint8Array): number;
  /**
   * Decodes the next packets of the stream; state is kept from call to call, and calls are answered in order.
   * Never rejects: a packet that cannot be decoded is concealed like one that did not arrive.
   * @returns exactly Σ samples × channels: each packet's sound begins at its place, longer is cut, shorter is silence
   */
  decode(packets: readonly TimedPayload[]): Promise<Int16Array>;
  /** Forgets everything: the start of another stream, or a seek. */
  reset(): void;
  /** Gives the machinery back; decode() then answers silence. */
  close(): void;
}

/**
 * Asks for a decoder; undefined when the place it runs in has none for this format. `format.channels` is what shall come
 * out: 1 or 2, whatever the packets hold (RFC 7587 says opus/48000/2 of mono too; codec/opus-packet.ts tells what is inside).
 */
export type DecoderSource = (format: PayloadFormat) => Promise<PacketDecoder | undefined>;
