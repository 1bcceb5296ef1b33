import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOctets, Interner } from './intern.ts';

const octets = fc.array(fc.constantFrom(0, 1, 0x41, 0x80, 0xff), { maxLength: 12 });

test('equal octets have equal ids, in order of first sight, wherever they lie', () => {
  fc.assert(
    fc.property(fc.array(octets, { maxLength: 60 }), fc.nat(5), (texts, offset) => {
      const interner = new Interner(16);
      const ids = new Map<string, number>();
      for (const text of texts) {
        const around = new Uint8Array([...Array<number>(offset).fill(7), ...text, 9, 9]);
        const known = ids.get(text.join());
        expect(interner.find(around, offset, offset + text.length)).toBe(known ?? -1);
        const id = interner.intern(around, offset, offset + text.length);
        expect(id).toBe(known ?? ids.size);
        ids.set(text.join(), id);
        if (ids.size % 7 === 3) interner.trim();
        expect([...interner.octets(id)]).toEqual(text);
        expect(interner.equals(id, around, offset, offset + text.length)).toBe(true);
        expect(interner.equals(id, around, offset, offset + text.length + 1)).toBe(false);
        expect(hashOctets(around, offset, offset + text.length)).toBe(hashOctets(new Uint8Array(text), 0, text.length));
      }
      expect(interner.count).toBe(ids.size);
    }),
  );
});

test('keeps long octets and many of them', () => {
  const interner = new Interner(16);
  const long = new Uint8Array(5000).fill(0x61);
  expect(interner.intern(long, 0, 5000)).toBe(0);
  for (let i = 0; i < 3000; i++) expect(interner.intern(new Uint8Array([i & 255, i >> 8, 3, 4, 5]), 0, 5)).toBe(i + 1);
  expect(interner.octets(0)).toEqual(long);
  expect([...interner.octets(2001)]).toEqual([2000 & 255, 2000 >> 8, 3, 4, 5]);
});
