/** Every state of semantics 5.5 and every timing of 5.6, each as a story of a few messages. */
import { describe, expect, test } from 'vitest';
import { callProblems, callStates } from '../contract/calls.ts';
import { tellCalls } from '../../test/forge/call-story.ts';
import { CallProblemBit, State } from './call-state.ts';
import type { CallSummary } from './call-summary.ts';
import { CallSummarizer } from './summary.ts';
import type { MediaEvidence } from './media-evidence.ts';
import { wiresharkStates } from './wireshark-state.ts';

/** Sums up the first call; `later` seconds of other packets follow the last message. */
function sum(story: string, later = 0, media?: MediaEvidence): { row: CallSummary; call: CallSummarizer; state: string; problems: string[]; ended: string } {
  const { table, end } = tellCalls(story);
  const call = new CallSummarizer();
  const row = call.summarize(table, 0, end + later * 1e9, media);
  return {
    row,
    call,
    state: callStates[row.state]!,
    problems: callProblems.filter((_, bit) => (row.problems & (1 << bit)) !== 0),
    ended: ['', 'caller', 'callee', 'network'][row.endedBy]!,
  };
}

const answered = `
  0.0 A>B INVITE 1 sdp
  0.1 B>A 100 1
  1.0 B>A 180 1 to=b
  5.0 B>A 200 1 to=b sdp
  5.1 A>B ACK 1 to=b br=2xx`;

test('the numbers are those of the contract', () => {
  expect(Object.keys(State)).toEqual([...callStates]);
  expect(Object.values(State)).toEqual(callStates.map((_, index) => index));
  expect(Object.keys(CallProblemBit)).toEqual([...callProblems]);
  expect(Object.values(CallProblemBit)).toEqual(callProblems.map((_, bit) => 1 << bit));
});

describe('states before an answer', () => {
  test('CALLING: no response yet, or only 100', () => {
    expect(sum('0 A>B INVITE 1').state).toBe('CALLING');
    expect(sum('0 A>B INVITE 1\n0.1 B>A 100 1').state).toBe('CALLING');
  });
  test('TIMEOUT: no response at all for timer B', () => {
    const { state, problems, ended, row } = sum('0 A>B INVITE 1\n0.5 A>B INVITE 1\n1.5 A>B INVITE 1', 40);
    expect([state, ended, row.finalStatus, row.pdd]).toEqual(['TIMEOUT', 'network', 0, undefined]);
    expect(problems).toEqual(['failed', 'noResponse', 'retransmissions']);
  });
  test('TIMEOUT: local 408 without a To-tag', () => {
    expect(sum('0 A>B INVITE 1\n0.1 B>A 100 1\n32 B>A 408 1').state).toBe('TIMEOUT');
  });
  test('a call that rings is RINGING, EARLY_MEDIA, QUEUED or FORWARDING', () => {
    expect(sum('0 A>B INVITE 1\n1 B>A 180 1 to=b').state).toBe('RINGING');
    expect(sum('0 A>B INVITE 1\n1 B>A 183 1 to=b').state).toBe('EARLY_MEDIA');
    expect(sum('0 A>B INVITE 1\n1 B>A 180 1 to=b sdp').state).toBe('EARLY_MEDIA');
    expect(sum('0 A>B INVITE 1\n1 B>A 183 1 to=b sdp\n2 B>A 180 1 to=b').state).toBe('EARLY_MEDIA');
    expect(sum('0 A>B INVITE 1\n1 B>A 182 1 to=b').state).toBe('QUEUED');
    expect(sum('0 A>B INVITE 1\n1 B>A 181 1 to=b').state).toBe('FORWARDING');
  });
  test('PARTIAL: ringing, then nothing for longer than timer C', () => {
    expect(sum('0 A>B INVITE 1\n1 B>A 180 1 to=b', 200).state).toBe('PARTIAL');
  });
  test('AUTH, then AUTH_FAILED when no credentials come', () => {
    const story = '0 A>B INVITE 1\n0.1 B>A 401 1 to=x\n0.2 A>B ACK 1 to=x';
    expect(sum(story).state).toBe('AUTH');
    expect(sum(story, 5).row.finalStatus).toBe(0);
    expect(sum(story, 40).state).toBe('AUTH_FAILED');
    expect(sum(story, 40).row.finalStatus).toBe(401);
  });
  test('a challenge is never a failure', () => {
    const { state, row, problems } = sum('0 A>B INVITE 1\n0.1 B>A 407 1 to=x\n0.2 A>B ACK 1 to=x\n0.3 A>B INVITE 2 auth\n0.4 B>A 100 2\n1.3 B>A 180 2 to=b');
    expect([state, row.challenges, row.attempts, row.pdd, row.networkPdd, row.dialog]).toEqual(['RINGING', 1, 2, 1300, 1000, -1]);
    expect(problems).toEqual([]);
  });
  test('three challenges are an authentication loop', () => {
    const story = [1, 2, 3].map((n) => `${n} A>B INVITE ${n} auth\n${n}.1 B>A 401 ${n} to=x${n}\n${n}.2 A>B ACK ${n} to=x${n}`).join('\n');
    const { state, problems, row } = sum(story);
    expect([state, row.challenges, row.finalStatus]).toEqual(['AUTH_FAILED', 3, 401]);
    expect(problems).toContain('authLoop');
  });
  test('stale nonces are retried silently and do not count', () => {
    const story = [1, 2, 3].map((n) => `${n} A>B INVITE ${n}\n${n}.1 B>A 401 ${n} to=x stale`).join('\n');
    expect(sum(story).state).toBe('AUTH');
  });
  test('ORPHAN: only a re-INVITE of a call that began earlier', () => {
    expect(sum('0 A>B INVITE 5 to=b\n0.1 B>A 200 5 to=b\n0.2 A>B ACK 5 to=b br=2xx').state).toBe('ORPHAN');
    expect(sum('0 A>B INVITE 5 to=b\n0.1 B>A 200 5 to=b\n3 B>A BYE 9 from=b to=a').state).toBe('COMPLETED');
  });
});

describe('final responses', () => {
  const final = (status: number): string => `0 A>B INVITE 1\n0.5 B>A 180 1 to=b\n2 B>A ${status} 1 to=b\n2.1 A>B ACK 1 to=b`;
  test.each([
    [486, 'BUSY'],
    [600, 'BUSY'],
    [408, 'NO_ANSWER'],
    [480, 'NO_ANSWER'],
    [603, 'DECLINED'],
    [607, 'DECLINED'],
    [404, 'NOT_FOUND'],
    [410, 'NOT_FOUND'],
    [484, 'NOT_FOUND'],
    [604, 'NOT_FOUND'],
    [302, 'REDIRECTED'],
    [488, 'REJECTED'],
    [500, 'SERVER_FAIL'],
    [503, 'SERVER_FAIL'],
    [606, 'GLOBAL_FAIL'],
    [403, 'AUTH_FAILED'],
    [487, 'CANCELLED'],
  ])('%i is %s', (status, state) => {
    const result = sum(final(status));
    expect([result.state, result.row.finalStatus]).toEqual([state, status]);
    expect([result.row.ringTime, result.row.pdd, result.row.setupTime, result.row.talkTime]).toEqual([1500, 500, undefined, undefined]);
  });
  test('failed: what nobody chose', () => {
    expect(sum(final(503)).problems).toEqual(['failed']);
    expect(sum(final(486)).problems).toEqual([]);
  });
  test('an ACK to a failure makes no dialog', () => {
    expect(sum('0 A>B INVITE 1\n0.5 B>A 486 1 to=b\n0.6 A>B ACK 1 to=b').row.forks).toBe(0);
  });
  test('over forks: 2xx, then 6xx, then 3xx, then the lowest', () => {
    const two = (a: number, b: number): number => sum(`0 A>B INVITE 1\n0 A>C INVITE 1 br=c\n1 B>A ${a} 1 to=b\n1.1 C>A ${b} 1 to=c br=c`).row.finalStatus;
    expect([two(503, 486), two(486, 603), two(302, 404), two(486, 200), two(603, 302)]).toEqual([486, 603, 302, 200, 603]);
  });
  test('the next server is tried after 503: not final until that one answered', () => {
    const story = '0 A>B INVITE 1\n0.1 B>A 503 1 to=x\n0.2 A>C INVITE 1 br=c\n0.3 C>A 180 1 to=c br=c';
    expect(sum(story).state).toBe('RINGING');
    expect(sum(`${story}\n3 C>A 200 1 to=c br=c`).state).toBe('ANSWERED');
  });
  test('302 followed by a new INVITE', () => {
    const { state, row } = sum(
      '0 A>B INVITE 1\n0.1 B>A 302 1 to=x\n0.2 A>B ACK 1 to=x\n0.3 A>C INVITE 2\n1 C>A 180 2 to=c\n2 C>A 200 2 to=c\n2.1 A>C ACK 2 to=c br=2xx',
    );
    expect([state, row.attempts, row.pdd, row.setupTime, row.ringTime]).toEqual(['IN_CALL', 2, 100, 2000, 1000]);
  });
});

describe('CANCEL', () => {
  const cancelled = (at: number): string =>
    `0 A>B INVITE 1\n1 B>A 180 1 to=b\n${at} A>B CANCEL 1\n${at}.1 B>A 200/CANCEL 1 to=b\n${at}.2 B>A 487 1 to=b\n${at}.3 A>B ACK 1 to=b`;
  test('CANCELLED by the caller; NO_ANSWER after ringing 15 s', () => {
    expect(sum(cancelled(5))).toMatchObject({ state: 'CANCELLED', ended: 'caller' });
    expect(sum(cancelled(5)).row).toMatchObject({ ringTime: 4000, finalStatus: 487, forks: 1 });
    expect(sum(cancelled(16))).toMatchObject({ state: 'NO_ANSWER', ended: 'caller' });
  });
  test('without its 487', () => {
    expect(sum('0 A>B INVITE 1\n1 B>A 180 1 to=b\n5 A>B CANCEL 1')).toMatchObject({ state: 'CANCELLED', ended: 'caller' });
  });
  test('CANCELLED_LATE: a 2xx crossed it and a BYE follows', () => {
    const story = '0 A>B INVITE 1\n1 B>A 180 1 to=b\n5 A>B CANCEL 1\n5.01 B>A 200 1 to=b\n5.1 A>B ACK 1 to=b br=2xx\n5.2 B>A 200/CANCEL 1\n';
    expect(sum(story).state).toBe('IN_CALL');
    expect(sum(`${story}5.3 A>B BYE 2 to=b`)).toMatchObject({ state: 'CANCELLED_LATE', ended: 'caller' });
  });
  test('a proxy that cancels another branch does not cancel the call', () => {
    const story = `0 A>P INVITE 1\n0.1 P>B INVITE 1 via=2 br=pb\n0.1 P>C INVITE 1 via=2 br=pc\n1 B>P 180 1 to=b br=pb\n1 C>P 180 1 to=c br=pc\n1.1 P>A 180 1 to=b\n1.1 P>A 180 1 to=c
      3 B>P 200 1 to=b br=pb\n3.1 P>A 200 1 to=b\n3.1 P>C CANCEL 1 via=1 br=pc\n3.2 C>P 487 1 to=c br=pc\n3.3 A>P ACK 1 to=b br=2xx`;
    const { state, row, call } = sum(story);
    expect([state, row.forks]).toEqual(['IN_CALL', 2]);
    expect(call.progress.cancel).toBe(-1);
    expect(callStates[call.dialogState(1, row)]).toBe('CANCELLED');
  });
  test('a CANCEL with Reason "completed elsewhere" is the network, as seen by the phone that rang', () => {
    expect(sum('0 P>C INVITE 1\n1 C>P 180 1 to=c\n3 P>C CANCEL 1 sip=200\n3.1 C>P 487 1 to=c')).toMatchObject({ state: 'CANCELLED', ended: 'network' });
  });
});

describe('answered calls', () => {
  test('ANSWERED, IN_CALL, COMPLETED and all timings', () => {
    expect(sum(answered.slice(0, answered.lastIndexOf('\n'))).state).toBe('ANSWERED');
    expect(sum(answered).state).toBe('IN_CALL');
    const { state, ended, row, problems } = sum(`${answered}\n65 B>A BYE 1 from=b to=a\n65.25 A>B 200/BYE 1 from=b to=a`);
    expect([state, ended, problems]).toEqual(['COMPLETED', 'callee', []]);
    expect(row).toMatchObject({
      finalStatus: 200,
      trying: 100,
      pdd: 1000,
      networkPdd: 1000,
      ringTime: 4000,
      setupTime: 5000,
      wiresharkSetup: 5100,
      talkTime: 60000,
      talkEstimated: false,
      disconnect: 250,
      forks: 1,
    });
    expect(wiresharkStates[row.wiresharkState]).toBe('COMPLETED');
  });
  test('BYE by the caller; answered with 481 it ends the call all the same', () => {
    expect(sum(`${answered}\n20 A>B BYE 2 to=b\n20.1 B>A 481/BYE 2 to=b`)).toMatchObject({ state: 'COMPLETED', ended: 'caller' });
    expect(sum(`${answered}\n20 A>B BYE 2 to=b\n20.1 B>A 481/BYE 2 to=b`).row.disconnect).toBe(100);
  });
  test('no BYE: talk is estimated to the last sign of life', () => {
    const { row } = sum(`${answered}\n30 A>B INFO 2 to=b\n30.1 B>A 200/INFO 2 to=b`);
    expect([row.talkTime, row.talkEstimated]).toEqual([25100, true]);
    const media: MediaEvidence = {
      toCaller: { packets: 9, first: 5.2e9, last: 45e9, loss: 0, jitter: 1 },
      toCallee: undefined,
      expectedToCaller: true,
      expectedToCallee: false,
      captureHasMedia: true,
    };
    expect(sum(answered, 60, media).row).toMatchObject({ talkTime: 40000, talkEstimated: true, answerToCallerMedia: 200, answerToCalleeMedia: undefined });
  });
  test('the ACK may be missing from the capture', () => {
    const story = answered.slice(0, answered.lastIndexOf('\n'));
    expect(sum(`${story}\n9 A>B INFO 2 to=b`).state).toBe('IN_CALL');
    expect(sum(`${story}\n40 B>A BYE 1 from=b to=a`).state).toBe('COMPLETED');
  });
  test('the 2xx may be missing too: an ACK with its own branch tells of it', () => {
    const { state, row } = sum('0 A>B INVITE 1\n1 B>A 180 1 to=b\n5 A>B ACK 1 to=b br=2xx\n9 A>B BYE 2 to=b');
    expect([state, row.talkTime, row.talkEstimated, row.setupTime]).toEqual(['COMPLETED', 4000, true, undefined]);
  });
  test('NO_ACK: the 2xx repeated to the end', () => {
    const copies = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5].map((t) => `${5 + t} B>A 200 1 to=b sdp`).join('\n');
    const { state, problems } = sum(`0 A>B INVITE 1\n1 B>A 180 1 to=b\n${copies}\n37 B>A BYE 1 from=b to=a`);
    expect([state, problems]).toEqual(['NO_ACK', ['failed', 'noAck', 'retransmissions', 'dropped']]);
  });
  test('a late ACK: noAck when it took 4 s', () => {
    expect(sum('0 A>B INVITE 1\n5 B>A 200 1 to=b\n5.5 B>A 200 1 to=b\n6.5 B>A 200 1 to=b\n9.2 A>B ACK 1 to=b br=2xx').problems).toEqual([
      'noAck',
      'retransmissions',
    ]);
  });
  test('FORK_MULTI_200: talk is in the dialog that lasts', () => {
    const { row, call } = sum(
      `0 A>P INVITE 1\n1 P>A 200 1 to=b\n1.01 P>A 200 1 to=c\n1.1 A>P ACK 1 to=b br=x\n1.2 A>P ACK 1 to=c br=y\n1.3 A>P BYE 2 to=c\n1.4 P>A 200/BYE 2 to=c\n31 A>P BYE 3 to=b`,
    );
    expect([row.forks, row.dialog, row.talkTime]).toEqual([2, 0, 30000]);
    expect([0, 1].map((dialog) => callStates[call.dialogState(dialog, row)])).toEqual(['COMPLETED', 'COMPLETED']);
  });
  test('RFC 2543: no tags, no branches', () => {
    const story =
      '0 A>B INVITE 1 from= br=\n1 B>A 180 1 from= br=\n2 B>A 200 1 from= br=\n2.1 A>B ACK 1 from= br=\n12 B>A BYE 7 from= br=\n12.1 A>B 200/BYE 7 from= br=';
    expect(sum(story)).toMatchObject({ state: 'COMPLETED', ended: 'callee' });
    expect(sum(story).row).toMatchObject({ talkTime: 10000, pdd: 1000, disconnect: 100, forks: 1 });
  });
  test('through proxies: numbers of the hop nearest the caller', () => {
    const story = `0 A>P INVITE 1 sdp\n0.01 P>A 100 1\n0.1 P>B INVITE 1 via=2 sdp\n1 B>P 180 1 to=b via=2\n1.2 P>A 180 1 to=b\n3 B>P 200 1 to=b sdp via=2\n3.3 P>A 200 1 to=b sdp
      3.4 A>P ACK 1 to=b br=2a\n3.5 P>B ACK 1 to=b br=2b via=2\n13.3 B>P BYE 1 from=b to=a\n13.4 P>A BYE 1 from=b to=a via=2\n13.5 A>P 200/BYE 1 from=b to=a\n13.6 P>B 200/BYE 1 from=b to=a`;
    const { state, row, ended } = sum(story);
    expect([state, ended, row.pdd, row.setupTime, row.talkTime, row.forks]).toEqual(['COMPLETED', 'callee', 1200, 3300, 10000, 1]);
  });
  test('the same when the hops come in the wrong order', () => {
    expect(sum('0 P>B INVITE 1 via=2\n0.001 A>P INVITE 1\n1 B>P 180 1 to=b via=2\n1.501 P>A 180 1 to=b').row.pdd).toBe(1500);
  });
  test('delayed offer, PRACK, UPDATE, re-INVITE change nothing', () => {
    const story = `0 A>B INVITE 1\n1 B>A 183 1 to=b sdp rel=1\n1.1 A>B PRACK 2 to=b sdp\n1.2 B>A 200/PRACK 2 to=b\n2 A>B UPDATE 3 to=b sdp\n2.1 B>A 200/UPDATE 3 to=b sdp\n4 B>A 200 1 to=b\n4.1 A>B ACK 1 to=b br=x
      9 A>B INVITE 4 to=b sdp\n9.1 B>A 100 4\n9.2 B>A 491 4 to=b\n9.3 A>B ACK 4 to=b\n20 A>B BYE 5 to=b`;
    expect(sum(story).row).toMatchObject({ state: State.COMPLETED, finalStatus: 200, pdd: 1000, setupTime: 4000, talkTime: 16000, attempts: 1 });
  });
  test('a failed re-INVITE or a challenged BYE is no failure', () => {
    const story = `${answered}\n30 A>B BYE 2 to=b\n30.1 B>A 407/BYE 2 to=b\n30.2 A>B BYE 3 to=b auth\n30.3 B>A 200/BYE 3 to=b`;
    expect(sum(story).row).toMatchObject({ state: State.COMPLETED, talkTime: 25000, disconnect: 300, challenges: 0 });
  });
  test('holds, by whom, until resumed or the end', () => {
    const story = `${answered}\n10 A>B INVITE 2 to=b hold\n10.1 B>A 200 2 to=b sdp\n20 A>B INVITE 3 to=b sdp\n20.1 B>A 200 3 to=b sdp\n30 B>A INVITE 1 from=b to=a hold\n30.2 A>B 200 1 from=b to=a hold
      40 A>B BYE 4 to=b`;
    const { call } = sum(story);
    expect([call.holds.count, ...call.holds.from.slice(0, 2), ...call.holds.to.slice(0, 2), ...call.holds.by.slice(0, 2)]).toEqual([
      2, 10.1e9, 30.2e9, 20.1e9, 40e9, 1, 2,
    ]);
  });
  test('a Call-ID used again after the call had ended: the last one is described', () => {
    const story = `${answered}\n10 A>B BYE 2 to=b\n60 A>B INVITE 1 from=z br=z\n61 B>A 486 1 from=z to=y br=z`;
    expect(sum(story).row).toMatchObject({ restarts: 1, state: State.BUSY, pdd: 1000 });
  });
});

describe('who, why, what is wrong', () => {
  test('cause: Reason in the BYE, else the status', () => {
    expect(sum(`${answered}\n20 B>A BYE 1 from=b to=a q850=16`).row.cause).toMatchObject({ q850: 16, sip: -1, from: 1 });
    expect(sum('0 A>B INVITE 1\n1 B>A 486 1 to=b q850=17').row.cause).toMatchObject({ q850: 17, from: 1 });
    expect(sum('0 A>B INVITE 1\n1 B>A 486 1 to=b').row.cause).toMatchObject({ q850: -1, sip: 486, from: 3 });
  });
  test('a failure: by the callee who rang, by the network that says so itself', () => {
    expect(sum('0 A>B INVITE 1\n1 B>A 180 1 to=b\n2 B>A 500 1 to=b').ended).toBe('callee');
    expect(sum('0 A>B INVITE 1\n2 B>A 503 1 to=b').ended).toBe('network');
    expect(sum('0 A>B INVITE 1\n2 B>A 486 1 to=b').ended).toBe('callee');
    expect(sum('0 A>P INVITE 1\n0.1 P>B INVITE 1 via=2\n1 B>P 486 1 to=b via=2\n1.1 P>A 486 1 to=b').ended).toBe('callee');
    expect(sum('0 A>P INVITE 1\n0.1 P>B INVITE 1 via=2\n9 P>A 480 1 to=p').ended).toBe('network');
  });
  test('slow, short, private address, session timer, dropped by a cause', () => {
    expect(sum('0 A>B INVITE 1\n6.5 B>A 180 1 to=b').problems).toEqual(['slowSetup']);
    expect(sum(`${answered}\n7 A>B BYE 2 to=b`).problems).toEqual(['short']);
    expect(sum('0 A>B INVITE 1 nat').problems).toEqual(['natAddress']);
    expect(sum('0 A>B INVITE 1\n1 B>A 200 1 to=b se=1800\n1.1 A>B ACK 1 to=b br=x\n1769.5 B>A BYE 1 from=b to=a').problems).toEqual(['dropped']);
    expect(sum('0 A>B INVITE 1\n1 B>A 200 1 to=b se=1800\n1.1 A>B ACK 1 to=b br=x\n900 B>A BYE 1 from=b to=a').problems).toEqual([]);
    expect(sum(`${answered}\n20 B>A BYE 1 from=b to=a q850=102`).problems).toEqual(['dropped']);
  });
  test('a repeated ACK or 180 alone is no sign of loss', () => {
    expect(sum(`${answered}\n5.2 A>B ACK 1 to=b br=2xx`).problems).toEqual([]);
    expect(sum('0 A>B INVITE 1\n1 B>A 180 1 to=b\n5 B>A 180 1 to=b').problems).toEqual([]);
  });
  test('media: none, one way, loss, jitter', () => {
    const direction = { packets: 900, first: 5e9, last: 60e9, loss: 0, jitter: 2 };
    const media: MediaEvidence = { toCaller: direction, toCallee: direction, expectedToCaller: true, expectedToCallee: true, captureHasMedia: true };
    const story = `${answered}\n65 B>A BYE 1 from=b to=a`;
    expect(sum(story, 0, media).problems).toEqual([]);
    expect(sum(story, 0, { ...media, toCallee: undefined }).problems).toEqual(['oneWay']);
    expect(sum(story, 0, { ...media, toCallee: undefined, expectedToCallee: false }).problems).toEqual([]);
    expect(sum(story, 0, { ...media, toCaller: undefined, toCallee: undefined }).problems).toEqual(['noMedia']);
    expect(sum(story, 0, { ...media, toCaller: undefined, toCallee: undefined, captureHasMedia: false }).problems).toEqual([]);
    expect(sum(story, 0, { ...media, toCallee: { ...direction, loss: 1, jitter: 30 } }).problems).toEqual(['loss', 'jitter']);
  });
  test("Wireshark's word", () => {
    const word = (story: string): string => wiresharkStates[sum(story).row.wiresharkState]!;
    expect(word(answered)).toBe('IN CALL');
    expect(word('0 A>B INVITE 1\n0.1 B>A 401 1 to=x')).toBe('REJECTED');
    expect(word('0 A>B INVITE 1\n0.1 B>A 401 1 to=x\n0.2 A>B INVITE 2')).toBe('CALL SETUP');
    expect(word('0 A>B INVITE 1\n1 B>A 180 1 to=b\n2 A>B CANCEL 1\n2.1 B>A 487 1 to=b')).toBe('CANCELLED');
  });
});
