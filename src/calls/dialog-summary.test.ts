/** Call-IDs without INVITE (semantics 5.8). */
import { expect, test } from 'vitest';
import { dialogStates } from '../contract/dialogs.ts';
import { tellCalls } from '../../test/forge/call-story.ts';
import { DialogStateId, DialogSummarizer } from './dialog-summary.ts';

function sum(story: string, later = 0): [string, number, number | undefined] {
  const { table, end } = tellCalls(story);
  const { state, finalStatus, responseTime } = new DialogSummarizer().summarize(table, 0, end + later * 1e9);
  return [dialogStates[state]!, finalStatus, responseTime];
}

test('the numbers are those of the contract', () => {
  expect(Object.keys(DialogStateId)).toEqual([...dialogStates]);
});
test('OK, with the time from the copy that was answered', () => {
  expect(sum('0 A>B OPTIONS 1\n0.5 A>B OPTIONS 1\n0.6 B>A 200/OPTIONS 1 to=b')).toEqual(['OK', 200, 100]);
});
test('CHALLENGED until credentials are accepted', () => {
  const challenged = '0 A>B REGISTER 1\n0.1 B>A 401/REGISTER 1 to=b';
  expect(sum(challenged)).toEqual(['CHALLENGED', 401, 100]);
  expect(sum(`${challenged}\n0.2 A>B REGISTER 2 auth\n0.4 B>A 200/REGISTER 2 to=b`)).toEqual(['OK', 200, 200]);
});
test('FAILED when credentials were refused, unless only their nonce was old', () => {
  const refused = '0 A>B REGISTER 1\n0.1 B>A 401/REGISTER 1 to=b\n0.2 A>B REGISTER 2 auth\n0.3 B>A 401/REGISTER 2 to=b';
  expect(sum(refused)).toEqual(['FAILED', 401, 100]);
  expect(sum(`${refused} stale`)).toEqual(['CHALLENGED', 401, 100]);
});
test('FAILED, and of several the newest decides', () => {
  expect(sum('0 A>B SUBSCRIBE 1\n0.1 B>A 489/SUBSCRIBE 1 to=b')).toEqual(['FAILED', 489, 100]);
  expect(sum('0 A>B OPTIONS 1\n0.1 B>A 503/OPTIONS 1 to=b\n9 A>B OPTIONS 2\n9.2 B>A 200/OPTIONS 2 to=b')).toEqual(['OK', 200, 200]);
});
test('NO_RESPONSE after copies and silence; PARTIAL while it may still come', () => {
  expect(sum('0 A>B OPTIONS 1\n0.5 A>B OPTIONS 1', 4)).toEqual(['NO_RESPONSE', 0, undefined]);
  expect(sum('0 A>B OPTIONS 1', 4)).toEqual(['PARTIAL', 0, undefined]);
  expect(sum('0 A>B OPTIONS 1', 40)).toEqual(['NO_RESPONSE', 0, undefined]);
});
test('a NOTIFY does not speak for its SUBSCRIBE', () => {
  expect(sum('0 A>B SUBSCRIBE 1\n0.1 B>A 200/SUBSCRIBE 1 to=b\n0.2 B>A NOTIFY 1 from=b to=a\n0.3 A>B 481/NOTIFY 1 from=b to=a')).toEqual(['OK', 200, 100]);
});
test('PARTIAL: the end of a call whose start is missing', () => {
  expect(sum('0 A>B BYE 7 to=b\n0.1 B>A 200/BYE 7 to=b')).toEqual(['PARTIAL', 200, 100]);
  expect(sum('0 B>A 200 1 to=b')).toEqual(['PARTIAL', 200, undefined]);
});
test('through a proxy the first hop decides', () => {
  expect(sum('0 A>P MESSAGE 1\n0.1 P>B MESSAGE 1 via=2\n0.2 B>P 200/MESSAGE 1 to=b via=2\n0.9 P>A 202/MESSAGE 1 to=b')).toEqual(['OK', 202, 900]);
});
