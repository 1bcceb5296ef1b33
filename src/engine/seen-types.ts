/** Payload types between two ends and what they are taken for, so that a person who wants to name them sees them first (RFC 3551 section 6). */
import type { StreamIndex } from '../base/units.ts';
import type { Endpoint } from '../contract/common.ts';
import type { NamedBy, SeenPayloadType } from '../contract/decode-as.ts';
import { eventClock, staticClocks, staticEncodingName } from '../rtp/payload-type.ts';
import type { Session } from './session.ts';
import { endsOf } from './stream-keys.ts';

/** Both ways; of one source alone with `ssrc`. Most used first, each type once: as the stream with most packets of it has it. */
export function seenTypes(session: Session, source: Endpoint, destination: Endpoint, ssrc?: number): readonly SeenPayloadType[] {
  const { streams, addresses } = session.tables;
  const one = addresses.parse(source.address);
  const other = addresses.parse(destination.address);
  const found = new Map<number, { readonly most: number; readonly type: SeenPayloadType }>();
  for (let stream = 0; stream < streams.count; stream++) {
    const [from, fromPort, to, toPort] = [streams.source(stream), streams.sourcePort(stream), streams.destination(stream), streams.destinationPort(stream)];
    const isForth = from === one && to === other && fromPort === source.port && toPort === destination.port;
    const isBack = from === other && to === one && fromPort === destination.port && toPort === source.port;
    if ((!isForth && !isBack) || (ssrc !== undefined && streams.ssrc(stream) !== ssrc)) continue;
    for (const type of typesOf(session, stream)) {
      const known = found.get(type.payloadType);
      const packets = type.packets + (known?.type.packets ?? 0);
      if (known === undefined || type.packets > known.most) found.set(type.payloadType, { most: type.packets, type: { ...type, packets } });
      else found.set(type.payloadType, { most: known.most, type: { ...known.type, packets } });
    }
  }
  return [...found.values()].map(({ type }) => type).sort((a, b) => b.packets - a.packets);
}

function typesOf(session: Session, stream: StreamIndex): readonly SeenPayloadType[] {
  const { streams } = session.tables;
  const map = streams.mapOf(stream);
  const { rules } = session.media;
  return streams.payloadTypes(stream).map(({ payloadType, packets }) => {
    const hand = rules?.named(endsOf(streams, stream), streams.ssrc(stream), payloadType);
    const name = streams.maps.encodingName(map, payloadType);
    const by: NamedBy = hand !== undefined ? 'hand' : name === undefined ? 'nobody' : payloadType < 96 ? 'static' : 'sdp';
    const clock = streams.maps.clock(map, payloadType);
    const clockRate = clock === eventClock ? (hand?.clockRate ?? 0) : clock;
    return { payloadType, packets, name: name ?? '', clockRate, parameters: hand?.parameters ?? '', by };
  });
}

/** What a type is without anybody's word: as RFC 3551 has it. */
export function unannounced(payloadType: number, packets: number): SeenPayloadType {
  const name = payloadType < 96 ? staticEncodingName(payloadType) : undefined;
  return { payloadType, packets, name: name ?? '', clockRate: staticClocks[payloadType]!, parameters: '', by: name === undefined ? 'nobody' : 'static' };
}
