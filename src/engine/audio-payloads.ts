/**
 * The payload octets of RTP packets again, from the file, in coalesced reads: what decoding and the raw export work on.
 * A packet that came in fragments stands nowhere as one piece and is not found.
 */
import type { PacketIndex } from '../base/units.ts';
import { readRecords } from '../capture/record.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { isTurnChannel, turnPayloadEnd } from '../rtp/demultiplex.ts';
import { checkHeader, headerLength, isUsable, payloadLength } from '../rtp/header.ts';
import type { Tables } from './tables.ts';

const layers: Layers = createLayers();

/** Calls `each` for every packet whose payload can be had, in order of the file; octets[at, end) are borrowed, `cut` when there were more. */
export async function readPayloads(
  tables: Tables,
  wanted: ArrayLike<PacketIndex>,
  each: (index: number, octets: Uint8Array, at: number, end: number, cut: boolean) => void,
): Promise<void> {
  const { packets, interfaces, captures } = tables;
  const byCapture: number[][] = captures.map(() => []);
  for (let index = 0; index < wanted.length; index++) byCapture[interfaces.at(packets.interfaceIndex(wanted[index]!)).capture]!.push(index);
  for (const [capture, indices] of byCapture.entries()) {
    if (indices.length === 0) continue;
    const at = (index: number): number => packets.recordAt(wanted[index]!);
    indices.sort((a, b) => at(a) - at(b));
    await readRecords(
      captures[capture]!.source,
      indices.map(at),
      (i) => interfaces.at(packets.interfaceIndex(wanted[indices[i]!]!)),
      (i, { octets }) => {
        const { linkType } = interfaces.at(packets.interfaceIndex(wanted[indices[i]!]!));
        takePayload(tables, octets, linkType, (from, to, cut) => each(indices[i]!, octets, from, to, cut));
      },
    );
  }
}

function takePayload(tables: Tables, octets: Uint8Array, linkType: number, take: (at: number, end: number, cut: boolean) => void): void {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  walk(view, 0, octets.length, linkType, tables.addresses, layers);
  if (layers.outcome !== outcomes.UDP) return;
  let { payloadAt: at, payloadEnd: end, announcedEnd: announced } = layers;
  if (at < end && isTurnChannel(view, at, end)) {
    end = announced = turnPayloadEnd(view, at);
    at += 4;
  }
  if (!isUsable(checkHeader(view, at, end, announced))) return;
  const from = at + headerLength(view, at);
  const to = at + headerLength(view, at) + Math.max(0, payloadLength(view, at, end, announced));
  take(from, Math.max(from, Math.min(to, end)), to > end);
}
