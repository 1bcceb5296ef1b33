import { expect, it } from 'vitest';
import type { Field } from '../base/field.ts';
import { withOpusFields } from './opus-fields.ts';

const rtp = (length: number, problem?: string): Field => ({
  key: 'rtp',
  name: 'RTP',
  children: [
    { key: 'rtp.seq', name: 'sequence number', value: '1' },
    { key: 'rtp.payload', name: 'payload', value: `${length}`, at: 2, length, ...(problem === undefined ? {} : { problem }) },
  ],
});
const told = (field: Field): readonly (string | undefined)[] => field.children?.[1]?.children?.map(({ value }) => value) ?? [];

it('the payload of a voice call', () => {
  // two octets before the payload: configuration 9, SILK wideband 20 ms; then 15, hybrid fullband, stereo, three frames of one length
  expect(told(withOpusFields(rtp(4), Uint8Array.of(0, 0, 9 << 3, 1, 2, 3)))).toEqual(['9: SILK wideband, frames of 20 ms', 'no', '0: one frame', '1, 20 ms']);
  expect(told(withOpusFields(rtp(8), Uint8Array.of(0, 0, (15 << 3) | 7, 3, 1, 2, 3, 4, 5, 6)))).toEqual([
    '15: hybrid fullband, frames of 20 ms',
    'yes',
    '3: a count of frames',
    '3, 60 ms',
  ]);
  expect(told(withOpusFields(rtp(1), Uint8Array.of(0, 0, 16 << 3)))[3]).toBe('1, 2.5 ms, nothing in them (DTX)');
});

it('what is none, what is cut, and what has no payload', () => {
  expect(told(withOpusFields(rtp(2), Uint8Array.of(0, 0, 3, 0)))).toEqual(['no Opus packet']);
  expect(told(withOpusFields(rtp(4, 'rtp.payload-cut'), Uint8Array.of(0, 0, 72)))).toEqual([]);
  expect(withOpusFields({ key: 'rtp', name: 'RTP' }, new Uint8Array(2)).children).toEqual([]);
});
