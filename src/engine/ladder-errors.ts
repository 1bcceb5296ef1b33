/**
 * ICMP errors about calls as rows of their ladder, where the network sent them: those that quote a message of the call, and those
 * that quote a packet of its streams. A quote too short for a Call-ID belongs to the calls that sent something there just before.
 */
import type { CallIndex, StreamIndex } from '../base/units.ts';
import { Transport } from '../calls/endpoint-table.ts';
import type { LaneFacts } from '../calls/ladder.ts';
import type { ErrorFlow } from '../calls/network-events.ts';
import type { LadderError, LadderMessage } from '../contract/ladder.ts';
import type { Tables } from './tables.ts';

/** nanoseconds from a packet to the ICMP error about it */
const SOON = 10e9;
const MOST_ROWS = 1000;

/** @param messages those of the ladder; @param streams with the calls they belong to */
export function ladderErrors(
  tables: Tables,
  messages: readonly LadderMessage[],
  streams: readonly { readonly call: CallIndex; readonly stream: StreamIndex }[],
  lanes: readonly LaneFacts[],
): LadderError[] {
  if (!tables.network.hasErrors) return [];
  const rows = new Map<number, LadderError>();
  const lane = new Map(lanes.map(({ address }, i) => [address, i]));
  const add = (flow: ErrorFlow, call: CallIndex, belongs: (i: number) => boolean): void => {
    const { endpoints } = tables;
    const [source, destination] = [endpoints.address(flow.source), endpoints.address(flow.destination)];
    const toLane = lane.get(source);
    for (const [i, packet] of flow.packets.entries()) {
      const quoted = flow.quotes[i]!;
      const fromLane = lane.get(quoted.by) ?? lane.get(destination);
      if (toLane === undefined || fromLane === undefined || rows.has(packet) || rows.size >= MOST_ROWS || !belongs(i)) continue;
      rows.set(packet, {
        kind: 'icmp',
        call,
        place: tables.place(packet),
        time: flow.times[i]!,
        fromLane,
        toLane,
        error: quoted.what,
        quote: quoted.name,
        by: tables.addresses.text(quoted.by),
        source: tables.endpoint(flow.source),
        destination: tables.endpoint(flow.destination),
      });
    }
  };
  for (const { message, call, time } of messages) {
    const flows = tables.network.errors(tables.messages.source(message), tables.messages.destination(message));
    const isAbout = (flow: ErrorFlow, i: number): boolean => {
      const quoted = flow.quotes[i]!.call;
      return quoted < 0 ? flow.times[i]! >= time && flow.times[i]! - time <= SOON : quoted === call;
    };
    for (const flow of flows) add(flow, call, (i) => isAbout(flow, i));
  }
  for (const { call, stream } of streams) for (const flow of errorsOfStream(tables, stream)) add(flow, call, () => true);
  return [...rows.values()].sort((a, b) => a.time - b.time);
}

/** ICMP errors that quote packets from and to the ends of a stream. */
export function errorsOfStream(tables: Tables, stream: StreamIndex): readonly ErrorFlow[] {
  const { streams, endpoints, network } = tables;
  if (!network.hasErrors) return [];
  const source = endpoints.find(streams.source(stream), streams.sourcePort(stream), Transport.udp);
  const destination = endpoints.find(streams.destination(stream), streams.destinationPort(stream), Transport.udp);
  return source < 0 || destination < 0 ? [] : network.errors(source, destination);
}
