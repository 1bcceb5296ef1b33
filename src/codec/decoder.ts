/**
 * What every audio decoder is: RTP payload octets in, 16-bit samples out, state kept from packet to packet. Decoders never
 * throw: octets no coder could have made decode to whatever the standard's own arithmetic gives, or to nothing.
 */

/** What SDP and the RTP header say of a payload. */
export interface PayloadFormat {
  /** encoding name of the rtpmap or of the static type, any case: "PCMU", "G726-32", "telephone-event" */
  readonly name: string;
  /** Hz, as in the rtpmap (G722 says 8000 though it samples at 16000); 0 is unknown */
  readonly clockRate: number;
  readonly channels: number;
  /** the a=fmtp value, empty when none */
  readonly parameters: string;
}

export interface AudioDecoder {
  /** Hz of the samples that come out */
  readonly sampleRate: number;
  readonly channels: number;
  /** Most samples a channel that `octets` of payload can give: the room decode() needs. */
  room(octets: number): number;
  /**
   * Decodes payload octets[at, end) to `out` from index `outAt` (channels interleaved).
   * @returns samples a channel that were written; 0 when the payload is not one of this codec
   */
  decode(octets: Uint8Array, at: number, end: number, out: Int16Array, outAt: number): number;
  /** Fills `samples` a channel at out[outAt] for what did not arrive: the codec's own concealment, or G.711 Appendix I's way. */
  conceal(samples: number, out: Int16Array, outAt: number): void;
  /** Forgets everything: the start of another stream, or a seek. */
  reset(): void;
}

/** A coder without concealment of its own; ConcealingDecoder adds it. */
export type SampleDecoder = Omit<AudioDecoder, 'conceal'>;
