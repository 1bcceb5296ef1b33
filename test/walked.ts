/** Walks and inspects octets that stand between fillings, so that a read outside them would show; for tests. */
import { expect } from 'vitest';
import type { Field } from '../src/base/field.ts';
import { AddressTable } from '../src/net/address.ts';
import { inspectPacket } from '../src/net/inspect.ts';
import type { InspectedPacket } from '../src/net/inspected.ts';
import { createLayers, layerProblems, notDecodedReasons, outcomes, type Layers } from '../src/net/layers.ts';
import { walk } from '../src/net/walk.ts';

const names = Object.keys(outcomes);
/** by outcome, as the inspector calls it */
const ends = ['udp', 'tcp', 'icmp', 'fragment', 'arp', 'other', 'other', 'none'];
const MARGIN = 64;

export interface Walked extends Layers {
  /** outcome, or the reason why there is none */
  what: string;
  from: string;
  to: string;
  payload: string;
  told: string[];
}

function surrounded(octets: Uint8Array, filling: number): Uint8Array {
  const all = new Uint8Array(octets.length + 2 * MARGIN).fill(filling);
  all.set(octets, MARGIN);
  return all;
}

export function walked(octets: Uint8Array, linkType = 1, filling = 0, addresses: AddressTable = new AddressTable()): Walked {
  const all = surrounded(octets, filling);
  const layers = createLayers();
  walk(new DataView(all.buffer), MARGIN, MARGIN + octets.length, linkType, addresses, layers);
  const hasIp = layers.networkAt >= 0;
  return {
    ...layers,
    what: layers.outcome === outcomes.NOT_DECODED ? notDecodedReasons[layers.reason]! : names[layers.outcome]!,
    payload: new TextDecoder().decode(all.subarray(layers.payloadAt, layers.payloadEnd)),
    from: hasIp ? `${addresses.text(layers.source)}:${layers.sourcePort}` : '',
    to: hasIp ? `${addresses.text(layers.destination)}:${layers.destinationPort}` : '',
    told: layerProblems.filter((_, bit) => (layers.problems & (1 << bit)) !== 0),
  };
}

export function inspected(octets: Uint8Array, linkType = 1, filling = 0, addresses: AddressTable = new AddressTable()): InspectedPacket {
  return inspectPacket(new DataView(surrounded(octets, filling).buffer), MARGIN, MARGIN + octets.length, linkType, addresses);
}

/** The keys of the layers, from the outermost. */
export function keysOf(octets: Uint8Array, linkType = 1): string {
  return inspected(octets, linkType)
    .fields.map((field) => field.key)
    .join(' ');
}

export function flatten(fields: readonly Field[]): Field[] {
  return fields.flatMap((field) => [field, ...flatten(field.children ?? [])]);
}

/** The same answers whatever stands around the octets, within them, and the same from walk and inspector. */
export function sameEverywhere(octets: Uint8Array, linkType: number): void {
  const zeros = walked(octets, linkType, 0);
  expect(walked(octets, linkType, 0xff)).toEqual(zeros);
  expect(zeros.payloadAt).toBeGreaterThanOrEqual(MARGIN);
  expect(zeros.payloadAt).toBeLessThanOrEqual(zeros.payloadEnd);
  expect(zeros.payloadEnd).toBeLessThanOrEqual(MARGIN + octets.length);
  expect(zeros.announcedEnd).toBeGreaterThanOrEqual(zeros.payloadEnd);
  const tree = inspected(octets, linkType);
  expect(inspected(octets, linkType, 0xff).fields).toEqual(tree.fields);
  for (const { at = MARGIN, length = 0 } of flatten(tree.fields)) {
    expect(at).toBeGreaterThanOrEqual(MARGIN);
    expect(at + length).toBeLessThanOrEqual(MARGIN + octets.length);
  }
  if (zeros.outcome === outcomes.UDP || zeros.outcome === outcomes.TCP || zeros.outcome === outcomes.FRAGMENT)
    expect([tree.transport, tree.payloadAt, tree.payloadEnd, tree.announcedEnd]).toEqual([
      ends[zeros.outcome],
      zeros.payloadAt,
      zeros.payloadEnd,
      zeros.announcedEnd,
    ]);
  else expect(['udp', 'tcp', 'fragment']).not.toContain(tree.transport);
}
