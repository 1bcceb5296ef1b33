/** What "decode as" is offered for: a stream with the dynamic types it carried, or the ends of one datagram. */
import type { StreamRow } from '../../contract/streams.ts';
import type { DecodeOffer } from '../views/sg-decode-form.ts';

export function decodeOffer(offer: StreamRow | DecodeOffer): CustomEvent<DecodeOffer> {
  const detail = 'stream' in offer ? ofStream(offer) : offer;
  return new CustomEvent('sg-decode', { detail, bubbles: true, composed: true });
}

function ofStream({ source, destination, payloadTypes }: StreamRow): DecodeOffer {
  const dynamic = payloadTypes.filter(({ number }) => number >= 96);
  return {
    source,
    destination,
    payloadTypes: dynamic.map(({ number, name, clockRate, clockInferred }) => ({
      payloadType: number,
      name: /^(RTPType|rtpevent|rtp\.)/.test(name) ? '' : name,
      clockRate: clockInferred ? 0 : clockRate,
    })),
  };
}
