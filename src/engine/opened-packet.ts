/** An encrypted RTP or RTCP packet as it was before it was sealed: header and plain payload, for the packet inspector's second buffer. */
import type { PacketIndex } from '../base/units.ts';
import { createLayers, outcomes } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { isTurnChannel, turnPayloadEnd } from '../rtp/demultiplex.ts';
import { checkHeader, headerLength, isUsable } from '../rtp/header.ts';
import type { Session } from './session.ts';

/** A fresh packet without tag and padding; undefined when the packet is in the clear, or nothing opens it. */
export async function openPacket(
  session: Session,
  packet: PacketIndex,
  octets: Uint8Array,
  linkType: number,
  kind: 'rtp' | 'rtcp',
): Promise<Uint8Array | undefined> {
  const { tables, sealed } = session;
  const layers = createLayers();
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  walk(view, 0, octets.length, linkType, tables.addresses, layers);
  if (layers.outcome !== outcomes.UDP) return undefined;
  const isInChannel = isTurnChannel(view, layers.payloadAt, layers.payloadEnd);
  const at = isInChannel ? layers.payloadAt + 4 : layers.payloadAt;
  const end = isInChannel ? turnPayloadEnd(view, layers.payloadAt) : layers.payloadEnd;
  if (kind === 'rtcp') {
    if (end - at < 8) return undefined;
    await sealed.prepareControl(layers);
    return sealed.openControl(layers, octets, at, end);
  }
  const stream = tables.packets.owner(packet);
  if (stream < 0 || !isUsable(checkHeader(view, at, end, end))) return undefined;
  await sealed.prepare(stream);
  const payloadAt = at + headerLength(view, at);
  const opener = sealed.opener(stream);
  const plain = opener?.isPlain === false ? opener.open(packet, octets, at, payloadAt, end) : undefined;
  if (plain === undefined) return undefined;
  const whole = new Uint8Array(payloadAt - at + plain.length);
  whole.set(octets.subarray(at, payloadAt));
  whole.set(plain, payloadAt - at);
  // its padding is gone
  whole[0]! &= ~0x20;
  return whole;
}
