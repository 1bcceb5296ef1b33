/** What a row of the packet list says of datagrams that agree on keys or on a way (DTLS, ZRTP, STUN), and of media under SRTP. */
import type { PacketIndex } from '../base/units.ts';
import type { Seal } from '../contract/seal.ts';
import { isTurnChannel, turnPayloadEnd } from '../rtp/demultiplex.ts';
import { inspectStun, inspectTurnChannel } from '../rtp/inspect-stun.ts';
import { dtlsTitle } from '../wire/record-titles.ts';
import { zrtpType } from '../wire/zrtp.ts';

/** octets in front of what TURN relays in channel data (RFC 8656 section 12.4) */
const TURN_HEADER = 4;

/** "Client Hello", "Binding Success Response", "Commit"; behind the channel when TURN carries it. The payload is octets[at, end). */
export function agreementTitle(kind: 'dtls' | 'stun' | 'zrtp', octets: Uint8Array, view: DataView, at: number, end: number): string {
  if (!isTurnChannel(view, at, end)) return titleOf(kind, octets, view, at, end);
  const channel = `channel ${inspectTurnChannel(view, at).value ?? ''}`;
  if (kind === 'stun') return `${channel}, data`;
  return `${channel}, ${titleOf(kind, octets, view, at + TURN_HEADER, Math.min(end, turnPayloadEnd(view, at)))}`;
}

function titleOf(kind: 'dtls' | 'stun' | 'zrtp', octets: Uint8Array, view: DataView, at: number, end: number): string {
  if (kind === 'dtls') return dtlsTitle(view, at, end);
  return kind === 'zrtp' ? zrtpType(view, at, end) : (inspectStun(view, octets, at, end).value ?? '');
}

/** What is said of a media packet under SRTP; undefined for one in the clear, also when ZRTP takes over only later. */
export function sealNote(seal: Seal | undefined, packet: PacketIndex): string | undefined {
  if (seal === undefined) return undefined;
  if (seal.way === 'zrtp') return seal.place !== undefined && packet < seal.place.packet ? undefined : ' (locked)';
  return { opened: ' (opened)', sealed: ' (locked)', pending: '' }[seal.state];
}
