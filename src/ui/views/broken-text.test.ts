/** Damage is told with the octets it is counted in: the file's, the packed data's, or those that came out of it. */
import { expect, test } from 'vitest';
import { brokenText, isPackedBroken } from './broken-text.ts';

const none = { brokenAt: undefined, brokenCode: undefined, packedAt: undefined, compression: undefined } as const;

test('each kind of damage says which octets are counted', () => {
  expect(brokenText({ ...none, brokenAt: 72, brokenCode: 'pcap.record-length' })).toBe('Damaged or cut off at octet 72. Everything before is shown.');
  expect(brokenText({ ...none, brokenAt: 72, brokenCode: 'pcap.record-length', compression: 'gzip' })).toContain('octet 72 of the unpacked data');
  expect(brokenText({ ...none, brokenAt: 90_000, brokenCode: 'unpack.corrupt', packedAt: { from: 1200, to: 1234 }, compression: 'xz' })).toBe(
    'The packed data is damaged: this was met between its octets 1,200 and 1,234, and may begin before. 90,000 octets had been unpacked; what they hold is shown.',
  );
  expect(brokenText({ ...none, brokenAt: 90_000, brokenCode: 'gzip.truncated', packedAt: { from: 1200, to: 1234 }, compression: 'gzip' })).toContain(
    'ends too early, behind its octet 1,234',
  );
  expect(brokenText({ ...none, brokenAt: 90_000, brokenCode: 'gzip.checksum', compression: 'gzip' })).toContain('cannot be told');
  // an rtpdump is made into packets, its own octets are those of the file
  expect(brokenText({ ...none, brokenAt: 90_000, brokenCode: 'unpack.truncated', packedAt: { from: 1200, to: 1234 } })).toContain('octet 1,200 of the file');
  expect([isPackedBroken(none), isPackedBroken({ ...none, brokenAt: 1, brokenCode: 'pcap.truncated' })]).toEqual([false, false]);
});
