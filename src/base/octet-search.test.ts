import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchEnd, searchOctet } from './octet-search.ts';

test('finds what a loop finds, whatever lies around and wherever the octets begin', () => {
  const octet = fc.constantFrom(0x00, 0x01, 0x09, 0x0a, 0x0b, 0x0d, 0x3a, 0x7f, 0x80, 0x8a, 0xff);
  fc.assert(
    fc.property(fc.array(octet, { maxLength: 40 }), octet, fc.nat(3), fc.nat(40), fc.nat(40), (content, wanted, offset, a, b) => {
      const buffer = new Uint8Array([...Array<number>(offset).fill(wanted), ...content]);
      const octets = buffer.subarray(offset);
      const at = Math.min(a, b, content.length);
      const end = Math.min(Math.max(a, b), content.length);
      const expected = content.slice(at, end).indexOf(wanted);
      expect(searchOctet(octets, wanted, at, end)).toBe(expected < 0 ? end : at + expected);
      if (wanted >= 0x80) return;
      const stop = content.slice(at, end).findIndex((value) => value === wanted || value === 0x3a || value <= 0x20);
      expect(searchEnd(octets, wanted, 0x3a, at, end)).toBe(stop < 0 ? end : at + stop);
    }),
    { numRuns: 5000 },
  );
});
