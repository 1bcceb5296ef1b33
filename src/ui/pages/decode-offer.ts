/** What "decode as" is offered for: a stream, or the ends of one datagram. The shell adds which payload types were seen. */
import type { StreamRow } from '../../contract/streams.ts';
import type { DecodeOffer } from '../views/sg-decode-form.ts';

export function decodeOffer({ source, destination, ssrc }: StreamRow): CustomEvent<DecodeOffer> {
  const detail: DecodeOffer = { source, destination, ssrc: Number.parseInt(ssrc, 16), payloadTypes: [] };
  return new CustomEvent('sg-decode', { detail, bubbles: true, composed: true });
}
