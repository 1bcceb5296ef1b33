import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex, join, octetsOf } from '../../test/forge/octets.ts';
import { readDns } from './dns.ts';

const question = join(
  hex('000101000001000000000000'),
  hex('045f736970'),
  hex('045f756470'),
  hex('07'),
  octetsOf('Example'),
  hex('03'),
  octetsOf('com'),
  hex('0000210001'),
);

test('a question for the SIP servers of a domain', () => {
  expect(readDns(question, 0, question.length)).toEqual({ isResponse: false, code: 0, answers: 0, name: '_sip._udp.example.com', type: 33 });
});

test('an answer that there is no such name', () => {
  const answer = question.slice();
  answer.set(hex('8183'), 2);
  expect(readDns(answer, 0, answer.length)).toMatchObject({ isResponse: true, code: 3 });
});

test('every cut is no message, or the same', () => {
  for (let end = 0; end < question.length - 2; end++) expect(readDns(question, 0, end)).toBeUndefined();
});

test('any octets: no throw, and what lies around does not matter', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
      const inside = (fill: number): Uint8Array => join(new Uint8Array(8).fill(fill), octets, new Uint8Array(8).fill(fill));
      expect(readDns(inside(0), 8, 8 + octets.length)).toEqual(readDns(inside(255), 8, 8 + octets.length));
    }),
  );
});
