import { expect, test } from 'vitest';
import { addressOctets } from '../../test/forge/address.ts';
import { AddressTable } from './address.ts';
import { FlowTable } from './flow-table.ts';

const table = new AddressTable();
const id = (text: string): number => table.parse(text);

test('IPv4 is its own number; 240.0.0.0/4 is interned and stays IPv4', () => {
  expect(id('192.0.2.1')).toBe(0xc0000201);
  expect(id('0.0.0.0')).toBe(0);
  expect(table.text(id('239.255.255.255'))).toBe('239.255.255.255');
  for (const text of ['240.0.0.0', '255.255.255.255'])
    expect([table.text(id(text)), table.isIpv6(id(text)), id(text) >= 0xff000000]).toEqual([text, false, true]);
  expect(table.idOfIpv4(0xffffffff)).toBe(id('255.255.255.255'));
});

test.each([
  ['2001:0DB8:0:0:8:800:200C:417A', '2001:db8::8:800:200c:417a'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
])('RFC 5952: %s is %s', (text, canonical) => {
  expect(table.text(id(text))).toBe(canonical);
  expect(table.isIpv6(id(text))).toBe(true);
});

test('octets and text give the same id', () => {
  const octets = addressOctets('2001:db8::abcd');
  expect(table.idOfIpv6(new DataView(octets.buffer), 0)).toBe(id('2001:db8::abcd'));
});

test.each(['', 'example.com', '1.2.3', '1.2.3.256', '1.2.3.4.5', ':::', '1::2::3', '2001:db8', '12345::', '1:2:3:4:5:6:7:8:9', '[::1', '::1.2.3'])(
  '%s is no address',
  (text) => {
    expect(id(text)).toBe(-1);
  },
);

test('private addresses', () => {
  const isPrivate = (text: string): boolean => table.isPrivate(id(text));
  expect(
    [
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '100.127.255.255',
      '169.254.1.1',
      '127.0.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
      'fc12::',
      '::ffff:10.0.0.1',
    ].map(isPrivate),
  ).not.toContain(false);
  expect(
    [
      '9.255.255.255',
      '172.15.0.1',
      '172.32.0.1',
      '192.169.0.1',
      '100.128.0.1',
      '8.8.8.8',
      '255.255.255.255',
      '2001:db8::1',
      'fec0::1',
      '::2',
      '::ffff:8.8.8.8',
    ].map(isPrivate),
  ).not.toContain(true);
});

test('flow ids are dense, stable over growth, and signless', () => {
  const flows = new FlowTable(16);
  const ids = Array.from({ length: 5000 }, (_, i) => flows.id(0xf0000000 + i, 0xc0000201, (5060 << 16) | i, i * 7));
  expect(ids).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  expect(flows.id(0xf0000000 + 4321, 0xc0000201, (5060 << 16) | 4321, 4321 * 7)).toBe(4321);
  expect([flows.find(1, 2, 3, 4), flows.count, flows.word(4321, 0), flows.word(0, 1)]).toEqual([-1, 5000, 0xf0000000 + 4321, 0xc0000201]);
});
