/** Calls on link types that are seldom captured: the same call as on Ethernet, in the list, with its media and in the inspector. */
import { expect, test } from 'vitest';
import type { DecodeRule } from '../src/contract/decode-as.ts';
import { writeCapture } from './forge/capture.ts';
import { hex, join, numbers, octetsOf } from './forge/octets.ts';
import { tellPlainCall } from './forge/plain-call.ts';
import { createStory } from './forge/story.ts';
import { tunnels } from './forge/tunnels.ts';
import { beacon, protectedFrame, radiotap } from './forge/wlan.ts';
import { openOctets, type OpenedOctets } from './open-octets.ts';

const story = createStory({});
tellPlainCall(story, 0, {});
const told = story.told();
const page = { offset: 0, limit: 100 };

function open(
  wrap: (octets: Uint8Array) => Uint8Array,
  linkType: number,
  rules: readonly DecodeRule[] = [],
  more: readonly Uint8Array[] = [],
): Promise<OpenedOctets> {
  const packets = told.map((packet) => ({ ...packet, octets: wrap(packet.octets) }));
  const octets = writeCapture([...packets, ...more.map((one) => ({ ...packets[0]!, octets: one }))], { format: 'pcap', linkType });
  return openOctets([{ name: 'a.pcap', octets }], undefined, rules);
}

function seen({ engine }: OpenedOctets): unknown {
  const calls = engine.calls({ text: '', states: [], problems: [], sort: { column: 'index', descending: false } }, page).rows;
  const streams = engine.streams({ text: '', detectedBy: [], problemOnly: false, sort: { column: 'index', descending: false } }, page).rows;
  return [calls.map((row) => [row.callId, row.state]), streams.map((row) => [row.callId, row.packets, row.wireshark.lost])];
}

/** What stands behind Ethernet. */
const ip = (octets: Uint8Array): Uint8Array => octets.subarray(14);
const inRadiotap = (octets: Uint8Array): Uint8Array =>
  radiotap(join(hex('8802 0000 000c29000001 000c29000002 000c29000003 1000 0000 aaaa03 000000 0800'), ip(octets)));
const tag = (type: number, value: Uint8Array): Uint8Array => join(numbers([2, type], [2, value.length]), value);
const exported = (octets: Uint8Array): Uint8Array => {
  const ends = [
    tag(20, octets.subarray(26, 30)),
    tag(21, octets.subarray(30, 34)),
    tag(25, join(hex('0000'), octets.subarray(34, 36))),
    tag(26, join(hex('0000'), octets.subarray(36, 38))),
  ];
  return join(tag(12, octetsOf('sip\0')), ...ends, hex('00000000'), octets.subarray(42));
};

test.each<readonly [string, number, (octets: Uint8Array) => Uint8Array, readonly DecodeRule[]]>([
  ['802.11 with radiotap', 127, inRadiotap, []],
  ['Frame Relay', 107, (octets) => join(hex('1841 03 cc'), ip(octets)), []],
  ['the PF log', 117, (octets) => join(hex('3d02'), new Uint8Array(62), ip(octets)), []],
  ['exported PDUs', 252, exported, []],
  ['a link type of the user, said to be 802.11', 150, (octets) => inRadiotap(octets).subarray(9), [{ as: 'wlan', linkType: 150 }]],
])('a call on %s', async (_name, linkType, wrap, rules) => {
  const plain = seen(await open((octets) => octets, 1));
  expect(seen(await open(wrap, linkType, rules))).toEqual(plain);
});

test('the list names the tunnels a packet came through', async () => {
  const octets = writeCapture(
    tunnels.map((one) => ({ ...told[0]!, octets: one.octets })),
    { format: 'pcap', linkType: 1 },
  );
  const { engine } = await openOctets([{ name: 'a.pcap', octets }]);
  const infos = (await engine.packets({ kinds: [] }, page)).rows.map((row) => row.info);
  const infoOf = (name: string): string | undefined => infos[tunnels.findIndex((one) => one.name === name)];
  expect(infoOf('IP in IP')).toBe('5060 → 5062 Len=5 · IP in IP');
  expect(infoOf('ERSPAN type II')).toBe('5060 → 5062 Len=5 · GRE, ERSPAN');
  expect(infoOf('MPLS, two labels')).toBe('5060 → 5062 Len=5 · MPLS');
  expect(infoOf('VXLAN in GRE in GTP-U')).toBe('5060 → 5062 Len=5 · GTP-U, GRE, VXLAN');
});

test('SIP as text on a link type of the user', async () => {
  const message = (octets: Uint8Array): Uint8Array => octets.subarray(42);
  const { engine } = await open(message, 147, [{ as: 'sip', linkType: 147 }]);
  const rows = engine.calls({ text: '', states: [], problems: [], sort: { column: 'index', descending: false } }, page).rows;
  expect(rows).toHaveLength(1);
});

test('what 802.11 carries besides data is named, and counted', async () => {
  const { engine } = await open(inRadiotap, 127, [], [radiotap(beacon), radiotap(protectedFrame), radiotap(protectedFrame)]);
  const { accounting } = engine.overview();
  expect(accounting.notDecoded).toMatchObject([{ reason: 'wlan.encrypted', count: 2 }]);
  const rows = (await engine.packets({ kinds: ['other', 'notDecoded'] }, page)).rows;
  expect(rows.map((row) => [row.protocol, row.info])).toEqual([
    ['802.11', 'Beacon'],
    ['', 'wlan.encrypted · 802.11'],
    ['', 'wlan.encrypted · 802.11'],
  ]);
  const detail = await engine.packet(rows[1]!.packet);
  expect(detail?.problems).toEqual(['wlan.encrypted']);
});
