/** What ties the lanes of an opened ladder together as boxes: the texts of its messages brought to calls/boxes.ts. */
import type { AddressId, MessageIndex } from '../base/units.ts';
import { findBonds, type BoxBond, type BoxHop, type RelayedLanes } from '../calls/boxes.ts';
import type { HopText } from '../calls/hop-text.ts';
import type { LadderFacts } from '../calls/ladder.ts';
import type { Session as SessionDescription } from '../sdp/model.ts';
import { mediaConnection } from '../sdp/offer-answer.ts';
import { Method } from '../sip/method.ts';
import type { Tables } from './tables.ts';

/** @param hops of the messages that were read; the others say nothing */
export function laneBonds(
  tables: Tables,
  ladder: LadderFacts,
  hops: ReadonlyMap<MessageIndex, HopText>,
  sessions: ReadonlyMap<MessageIndex, SessionDescription>,
  relayed: readonly RelayedLanes[],
): BoxBond[] {
  if (ladder.lanes.length < 2) return [];
  const { messages } = tables;
  const told: BoxHop[] = [];
  for (const { message, fromLane, toLane } of ladder.rows) {
    const text = hops.get(message);
    if (text === undefined) continue;
    told.push({
      from: fromLane,
      to: toLane,
      status: messages.status(message),
      isRegister: messages.cseqMethod(message) === Method.REGISTER,
      viaCount: messages.viaCount(message),
      text,
      media: mediaHosts(sessions.get(message)),
    });
  }
  const spoken = spokenAmong(tables, new Set(ladder.lanes.map(({ address }) => address)));
  const byAddress = new Map<AddressId, number[]>();
  for (const [lane, { address }] of ladder.lanes.entries()) byAddress.set(address, [...(byAddress.get(address) ?? []), lane]);
  const lanes = {
    count: ladder.lanes.length,
    isPrivate: (lane: number) => tables.addresses.isPrivate(ladder.lanes[lane]!.address),
    isSpoken: (lane: number) => spoken.has(ladder.lanes[lane]!.address),
    laneOf: (host: string, port: number) => {
      const lanes = byAddress.get(tables.addresses.parse(host)) ?? [];
      if (lanes.length < 2) return lanes[0] ?? -1;
      return lanes.find((lane) => ladder.lanes[lane]!.ports.includes(port === 0 ? 5060 : port)) ?? -1;
    },
  };
  return findBonds(told, lanes, relayed);
}

/** Those of the addresses that SIP of the capture came from or went to. */
function spokenAmong(tables: Tables, wanted: ReadonlySet<AddressId>): Set<AddressId> {
  const { endpoints } = tables.messages;
  const spoken = new Set<AddressId>();
  for (let id = 0; id < endpoints.count && spoken.size < wanted.size; id++) if (wanted.has(endpoints.address(id))) spoken.add(endpoints.address(id));
  return spoken;
}

function mediaHosts(session: SessionDescription | undefined): string[] {
  if (session === undefined) return [];
  const hosts = session.media.slice(0, 8).flatMap((media) => (media.port === 0 ? [] : [mediaConnection(session, media)?.address ?? '']));
  return [...new Set(hosts)].filter((host) => host !== '' && host !== '0.0.0.0');
}
