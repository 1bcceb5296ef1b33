/** IEEE 802.11 with the headers of its receivers: data frames down to UDP, and what becomes of the others. */
import { expect, test } from 'vitest';
import { acknowledgement, aggregate, beacon, fragmentOfMsdu, nullData, openedFrames, protectedFrame, radiotap, wlanFrames } from '../../test/forge/wlan.ts';
import { hex, join } from '../../test/forge/octets.ts';
import { flatten, inspected, keysOf, sameEverywhere, walked } from '../../test/walked.ts';

const isHello = { what: 'UDP', from: '192.0.2.10:5060', to: '198.51.100.7:5062', payload: 'hello' };

test.each([...wlanFrames, ...openedFrames].map((one) => [one.name, one] as const))('%s', (_name, { octets, linkType, layers }) => {
  expect(walked(octets, linkType)).toMatchObject(isHello);
  expect(keysOf(octets, linkType)).toBe(layers);
  for (let length = 0; length <= octets.length; length++) sameEverywhere(octets.subarray(0, length), linkType);
});

test.each<readonly [string, Uint8Array, string, string]>([
  ['a protected frame', protectedFrame, 'wlan.encrypted', 'wlan data'],
  ['a piece of an MSDU', fragmentOfMsdu, 'wlan.fragment', 'wlan data'],
  ['a frame of another version', join(hex('0902'), new Uint8Array(30)), 'wlan.version', 'data'],
  ['a beacon', beacon, 'OTHER_ETHERTYPE', 'wlan'],
  ['an acknowledgement', acknowledgement, 'OTHER_ETHERTYPE', 'wlan'],
  ['data without data', nullData, 'OTHER_ETHERTYPE', 'wlan'],
])('%s', (_name, octets, what, layers) => {
  expect(walked(octets, 105)).toMatchObject({ what });
  expect(keysOf(octets, 105)).toBe(layers);
  expect(walked(radiotap(octets), 127)).toMatchObject({ what });
  for (let length = 0; length <= octets.length; length++) sameEverywhere(octets.subarray(0, length), 105);
});

test('frames have names', () => {
  const name = (octets: Uint8Array): string | undefined => inspected(octets, 105).fields[0]?.value;
  expect([beacon, acknowledgement, nullData, protectedFrame].map(name)).toEqual(['Beacon', 'Ack', 'Null', 'Data']);
});

test('of several MSDUs in a frame the first is read, and it is said that there are more', () => {
  expect(walked(aggregate, 105)).toMatchObject({ ...isHello, told: ['wlan.more-in-frame'] });
  expect(walked(aggregate.subarray(0, 26 + 14 + 44), 105)).toMatchObject({ told: [] });
});

test('receivers whose headers lie', () => {
  for (const octets of [hex('0000 0700 00000000 00'), hex('0000 ffff 00000000'), hex('0100 0800 00000000')])
    expect(walked(octets, 127)).toMatchObject({ what: 'link.header-cut' });
  expect(walked(join(hex('00000044 00000008'), beacon), 119)).toMatchObject({ what: 'link.header-cut' });
  expect(walked(hex('80211001 ffffffff'), 163)).toMatchObject({ what: 'link.header-cut' });
  expect(flatten(inspected(radiotap(beacon, 0x30), 127).fields).find((field) => field.key === 'radiotap.flags')?.value).toBe(
    '0x30 (padded, frame check sequence at the end)',
  );
});
