import { expect, test } from 'vitest';
import { tellCalls } from '../../test/forge/call-story.ts';
import { relatedMessages } from './related.ts';

const story = '0 A>B INVITE 1\n0.5 A>B INVITE 1\n0.6 B>A 180 1 to=b\n2 A>B CANCEL 1\n2.1 B>A 200/CANCEL 1 to=b\n2.2 B>A 487 1 to=b\n2.3 A>B ACK 1 to=b';
const of = (message: number): string =>
  relatedMessages(tellCalls(story).table, message)
    .map((one) => `${one.relation} ${one.message}`)
    .join(', ');

test('a request has its copies, responses, ACK and CANCEL', () => {
  expect(of(0)).toBe('retransmission 1, response 2, response 5, ack 6, cancel 3');
});
test('a copy, a response, a CANCEL and an ACK point back', () => {
  expect(of(1)).toBe('retransmissionOf 0, response 2, response 5, ack 6, cancel 3');
  expect(of(5)).toBe('request 0, ack 6, cancel 3');
  expect(of(3)).toBe('response 4, request 0');
  expect(of(6)).toBe('request 0, cancel 3');
});
