/** Link types that are seldom captured: down to UDP, every cut, and any octets at all. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { links, ownLinks } from '../../test/forge/links.ts';
import { hex, join } from '../../test/forge/octets.ts';
import { inner } from '../../test/forge/tunnels.ts';
import { wlanFrames } from '../../test/forge/wlan.ts';
import { flatten, inspected, keysOf, sameEverywhere, walked } from '../../test/walked.ts';
import { linkTypes } from '../capture/link-type.ts';

const all = [...links, ...ownLinks];

test.each(all.map((one) => [`${one.linkType} ${one.name}`, one] as const))('%s', (_name, { octets, linkType, layers }) => {
  expect(walked(octets, linkType)).toMatchObject({ what: 'UDP', from: '192.0.2.10:5060', to: '198.51.100.7:5062', payload: 'hello', isIpv6: false });
  expect(keysOf(octets, linkType)).toBe(layers);
  for (let length = 0; length <= octets.length; length++) sameEverywhere(octets.subarray(0, length), linkType);
});

test.each<readonly [string, number, Uint8Array, string]>([
  ['PPP, compressed or encrypted', 9, hex('ff03 00fd 9000 11223344'), 'ppp.compressed'],
  ['PPP, a piece of a multilink packet', 9, join(hex('ff03 003d 80000001 0021'), inner), 'ppp.multilink'],
  ['DOCSIS with privacy', 143, join(hex('01 05 0030 44 10 8000 01 0000'), new Uint8Array(48)), 'link.encrypted'],
  ['DOCSIS management', 143, hex('c2 00 0004 0000 00000000'), 'OTHER_ETHERTYPE'],
  ['PF log of another family', 117, join(hex('3d 11'), new Uint8Array(70)), 'link.family'],
  ['netfilter without a payload', 239, hex('02 00 0000 0800 0100 0800 0300'), 'link.header-cut'],
  ['Juniper without its magic number', 178, join(hex('00000000'), new Uint8Array(40)), 'link.header-cut'],
  ['a cell for management', 137, hex('4d4743 00 80000001 000000000000'), 'OTHER_ETHERTYPE'],
  ['LAN emulation control', 123, hex('01 00 0064 ff00 000000000000'), 'OTHER_ETHERTYPE'],
  ['cooked netlink', 113, hex('0004 0338 0000 0000000000000000 0800 00112233'), 'OTHER_ETHERTYPE'],
  ['exported without ends', 252, hex('000c 0004 73697000 00000000 4142'), 'OTHER_ETHERTYPE'],
  ['exported, tags that do not end', 252, hex('000c ffff 73697000'), 'link.header-cut'],
])('%s', (_name, linkType, octets, what) => {
  expect(walked(octets, linkType)).toMatchObject({ what });
  for (let length = 0; length <= octets.length; length++) sameEverywhere(octets.subarray(0, length), linkType);
});

test('PPPoE discovery is named', () => {
  const octets = hex('ffffffffffff 020000000001 8863 1109 0000 0004 0101 0000');
  expect(walked(octets)).toMatchObject({ what: 'OTHER_ETHERTYPE' });
  expect(flatten(inspected(octets).fields).find((field) => field.key === 'pppoe.code')?.value).toBe('Active Discovery Initiation (PADI)');
});

test('any octets on any link type, and bent ones: no throw, no read outside, walk and inspector agree', () => {
  const types = Object.values(linkTypes);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(...types), sameEverywhere), { numRuns: 1500 });
  const bent = fc.tuple(fc.constantFrom(...all, ...wlanFrames), fc.array(fc.tuple(fc.nat(70), fc.nat(255)), { maxLength: 3 }));
  fc.assert(
    fc.property(bent, ([{ octets, linkType }, changes]) => {
      const changed = octets.slice();
      for (const [at, value] of changes) changed[at % changed.length] = value;
      sameEverywhere(changed, linkType);
    }),
    { numRuns: 1500 },
  );
});
