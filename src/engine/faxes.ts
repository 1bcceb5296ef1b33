/**
 * The faxes of a call (semantics 10.1): its T.38 flows in pairs, their packets read again from the file, put in order and
 * understood (rtp/t30-session.ts). Read when somebody looks; the last answers are kept.
 */
import type { CallIndex, PacketIndex } from '../base/units.ts';
import { readRecords } from '../capture/record.ts';
import type { FaxFlow, FaxSession, FaxStep } from '../contract/fax.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { readFax, type T30Session } from '../rtp/t30-session.ts';
import type { FaxPacket } from '../rtp/udptl-recovery.ts';
import { KeptAnswers } from './kept-answers.ts';
import type { Session } from './session.ts';
import { directionOf } from './stream-bindings.ts';

const KEPT = 8;

export class FaxQueries {
  readonly #session: Session;
  readonly #layers: Layers = createLayers();
  readonly #kept = new KeptAnswers<Promise<readonly FaxSession[]>>(KEPT);

  constructor(session: Session) {
    this.#session = session;
  }

  /** Oldest first; -1 asks for those no call announced. */
  faxes(call: CallIndex): Promise<readonly FaxSession[]> {
    return this.#kept.get(call, this.#session.revision, () => this.#read(call));
  }

  async #read(call: CallIndex): Promise<readonly FaxSession[]> {
    const { faxFlows } = this.#session.tables;
    const sessions: FaxSession[] = [];
    const done = new Set<number>();
    for (const flow of faxFlows.ofCall(call)) {
      if (done.has(flow)) continue;
      const reverse = faxFlows.reverse(flow);
      const flows = reverse >= 0 && reverse !== flow ? [flow, reverse] : [flow];
      for (const one of flows) done.add(one);
      const packets = await Promise.all(flows.map((one) => this.#packets(faxFlows.gather(this.#session.tables.packets, one))));
      sessions.push(this.#describe(call, flows, packets, readFax(packets)));
    }
    return sessions.sort((a, b) => a.start - b.start);
  }

  async #packets(wanted: readonly PacketIndex[]): Promise<FaxPacket[]> {
    const { packets, interfaces, captures, addresses } = this.#session.tables;
    const found = new Array<FaxPacket | undefined>(wanted.length);
    for (const capture of captures.keys()) {
      const own = [...wanted.keys()].filter((i) => interfaces.at(packets.interfaceIndex(wanted[i]!)).capture === capture);
      own.sort((a, b) => packets.recordAt(wanted[a]!) - packets.recordAt(wanted[b]!));
      const rowOf = (i: number): ReturnType<typeof interfaces.at> => interfaces.at(packets.interfaceIndex(wanted[own[i]!]!));
      const at = own.map((i) => packets.recordAt(wanted[i]!));
      await readRecords(captures[capture]!.source, at, rowOf, (i, { octets }) => {
        const layers = this.#layers;
        walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, rowOf(i).linkType, addresses, layers);
        const packet = wanted[own[i]!]!;
        if (layers.outcome === outcomes.UDP) found[own[i]!] = { packet, time: packets.time(packet), octets: octets.slice(layers.payloadAt, layers.payloadEnd) };
      });
    }
    return found.filter((one) => one !== undefined);
  }

  #describe(call: CallIndex, flows: readonly number[], packets: readonly (readonly FaxPacket[])[], fax: T30Session): FaxSession {
    const { tables } = this.#session;
    const all = packets.flat();
    const first = all.reduce((a, b) => (b.time < a.time ? b : a), all[0] ?? { packet: 0, time: 0 });
    const { outcome, pages, badPages, command, called, calling, sender } = fax;
    return {
      call,
      start: first.time,
      end: all.reduce((latest, { time }) => Math.max(latest, time), first.time),
      first: tables.place(first.packet),
      flows: flows.map((flow, i) => this.#flow(flow, fax, i)),
      steps: fax.steps.map((step): FaxStep => {
        const { phase, kind, name, time, end, octets, frames, isBad, carrier, identification } = step;
        return {
          phase,
          kind,
          name,
          flow: step.direction,
          time,
          end,
          place: tables.place(step.packet),
          octets,
          frames,
          isBad,
          carrier,
          identification,
          command: step.command,
        };
      }),
      outcome,
      pages,
      badPages,
      command,
      called,
      calling,
      sender,
    };
  }

  #flow(flow: number, fax: T30Session, index: number): FaxFlow {
    const { faxFlows, addresses, registry } = this.#session.tables;
    const { packets, repeats, malformed, recovered, lost, depthOffered, depthUsed, isFec } = fax.directions[index]!;
    const registration = faxFlows.registration(flow);
    const isDestination =
      registration >= 0 && registry.address(registration) === faxFlows.destination(flow) && registry.port(registration) === faxFlows.destinationPort(flow);
    return {
      source: { address: addresses.text(faxFlows.source(flow)), port: faxFlows.sourcePort(flow) },
      destination: { address: addresses.text(faxFlows.destination(flow)), port: faxFlows.destinationPort(flow) },
      direction: registration < 0 ? undefined : directionOf(registry.side(registration), isDestination),
      packets,
      repeats,
      malformed,
      recovered,
      lost,
      depthOffered,
      depthUsed,
      isFec,
    };
  }
}
