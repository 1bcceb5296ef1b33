/**
 * The capture points of a session: their clocks, which packets are left out because another point shows them, which flows are one
 * stream, where messages were seen. Made before the captures are read (match-points.ts), asked for every packet of a set, and by queries.
 */
import type { AddressId, FrameNumber, Nanoseconds, PacketIndex } from '../../base/units.ts';
import type { CapturePoint, PointChoice } from '../../contract/points.ts';
import type { ClockLine } from '../../capture/clock-line.ts';
import type { FlowLink, FlowSet, FlowSets } from './flow-sets.ts';
import type { SightingTable } from './sighting-table.ts';
import type { SurveyFlows } from './survey-flows.ts';
import type { SourceNames } from './survey.ts';
import type { Ways } from './ways.ts';

export interface PointParts {
  readonly choice: PointChoice;
  readonly points: readonly CapturePoint[];
  /** by source; and what names the source of a packet */
  readonly pointOf: readonly number[];
  readonly names: SourceNames;
  /** by point: from its own clock to the reference clock, and ± */
  readonly lines: readonly ClockLine[];
  readonly uncertainties: readonly (Nanoseconds | undefined)[];
  /** by capture, a bit a frame: it is left out of all counts */
  readonly elsewhere: readonly Uint8Array[];
  readonly matched: number;
  readonly flows: SurveyFlows;
  readonly sets: FlowSets;
  readonly sightings: SightingTable;
  readonly ways: Ways;
}

export class PointSet {
  readonly parts: PointParts;
  /** packets left out so far */
  elsewhere = 0;
  readonly #links: Map<number, FlowLink[]> = new Map();

  constructor(parts: PointParts) {
    this.parts = parts;
    for (const link of parts.sets.links) {
      for (const flow of [link.one, link.other]) {
        const known = this.#links.get(flow);
        if (known === undefined) this.#links.set(flow, [link]);
        else known.push(link);
      }
    }
  }

  get points(): readonly CapturePoint[] {
    return this.parts.points;
  }

  /** True for a packet that another point shows: it is in no count but its own. */
  isElsewhere(capture: number, frame: FrameNumber): boolean {
    const bits = this.parts.elsewhere[capture];
    return bits !== undefined && (bits[frame >>> 3]! & (1 << (frame & 7))) !== 0;
  }

  /** The RTP flow of a packet left out, -1 for none. */
  flowOf(source: number, from: AddressId, to: AddressId, ports: number, ssrc: number): number {
    return this.parts.flows.findRtp(source, from, to, ports, ssrc);
  }

  /** The flow of a key at any of the points, -1 for none. */
  anyFlowOf(from: AddressId, to: AddressId, ports: number, ssrc: number): number {
    for (const source of this.parts.pointOf.keys()) {
      const flow = this.parts.flows.findRtp(source, from, to, ports, ssrc);
      if (flow >= 0) return flow;
    }
    return -1;
  }

  pointOfFlow(flow: number): number {
    return this.parts.pointOf[this.parts.flows.source.values[flow]!]!;
  }

  setOf(flow: number): FlowSet | undefined {
    const set = flow < 0 ? -1 : this.parts.sets.setOf[flow]!;
    return set < 0 ? undefined : this.parts.sets.sets[set];
  }

  /** Flows that are this one under other addresses. */
  linksOf(flow: number): readonly FlowLink[] {
    return this.#links.get(flow) ?? [];
  }

  /** The point of a capture whose interfaces are no points of their own; -1 where they are. */
  pointOfCapture(capture: number): number {
    return this.parts.choice.interfaces ? -1 : (this.parts.pointOf[capture] ?? -1);
  }

  note(capture: number, frame: FrameNumber, packet: PacketIndex): void {
    this.parts.sightings.note(capture, frame, packet);
  }

  /** ± of a time difference between two points, nanoseconds; undefined where it cannot be told. */
  uncertaintyBetween(one: number, other: number): Nanoseconds | undefined {
    const [a, b] = [this.parts.uncertainties[one], this.parts.uncertainties[other]];
    return a === undefined || b === undefined ? undefined : a + b;
  }
}
