/** Rules about requests, responses and timers (semantics 8.1): a story on which each fires, and one on which it must not. */
import { endpoint } from '../forge/address.ts';
import { alice, bob, tellPlainCall } from '../forge/plain-call.ts';
import { audio } from '../forge/sdp.ts';
import { createCall, type HeaderChange, type SipCall, type SipMessage } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { aliceMedia, bobMedia, challenge, credentials, tellAnswer, tellBye, tellLater } from './healthy.ts';

const later = 60_000;
/** Timer A and E: seconds after the first copy */
const schedule = [0, 500, 1500, 3500, 7500, 15_500];

const call = (): SipCall => createCall(alice, bob);
const offer = (own: SipCall, headers: readonly HeaderChange[] = []): SipMessage => own.invite({ sdp: audio(aliceMedia), headers });
const answer = (own: SipCall, invite: SipMessage, headers: readonly HeaderChange[] = []): SipMessage =>
  own.respond(invite, 200, { sdp: audio(bobMedia, { codecs: ['0 PCMU/8000'] }), headers });

/** INVITE, then 200 so many times at these moments, then perhaps an ACK. */
function tellAnswers(story: Story, moments: readonly number[], acknowledged?: number): void {
  const own = call();
  const invite = offer(own);
  const ok = answer(own, invite);
  story.sip(0, invite);
  for (const at of moments) story.sip(at, ok);
  if (acknowledged === undefined) return;
  story.sip(acknowledged, own.acknowledge(ok));
  tellBye(story, own, acknowledged + 1000);
}

/** INVITE refused with 401 so many times, credentials with each but the first. */
function tellRefusals(story: Story, times: number, last: number): void {
  const own = call();
  for (let n = 0; n < times; n++) {
    const invite = offer(own, [['To', '<sip:bob@192.0.2.20>'], ...(n === 0 ? [] : [credentials])]);
    const refused = own.respond(invite, n === times - 1 ? last : 401, { headers: n === times - 1 && last !== 401 ? [] : [challenge] });
    story.dialogue(n * 100, 10, [invite, refused, own.acknowledge(refused)]);
  }
}

/** An INVITE for each of the server's nonces, all but the first with credentials made for the one before, all refused; then perhaps another answer. */
function tellNonces(story: Story, nonces: readonly string[], last?: number): void {
  const own = call();
  const withNonce = ([name, value]: HeaderChange, nonce: string): HeaderChange => [name, value!.replace('"n1"', `"${nonce}"`)];
  for (let n = 0; n < nonces.length + (last === undefined ? 0 : 1); n++) {
    const invite = offer(own, [['To', '<sip:bob@192.0.2.20>'], ...(n === 0 ? [] : [withNonce(credentials, nonces[n - 1]!)])]);
    const nonce = nonces[n];
    const response = nonce === undefined ? own.respond(invite, last!) : own.respond(invite, 401, { headers: [withNonce(challenge, nonce)] });
    story.dialogue(n * 100, 10, [invite, response, own.acknowledge(response)]);
  }
}

/** INVITE, 100, 180 at that moment, 486. */
function tellRinging(story: Story, at: number): void {
  const own = call();
  const invite = offer(own);
  const busy = own.respond(invite, 486);
  story.sip(0, invite);
  story.sip(20, own.respond(invite, 100));
  story.sip(at, own.respond(invite, 180));
  story.sip(at + 1000, busy);
  story.sip(at + 1010, own.acknowledge(busy));
}

/** The first message at these moments, the rest one after the other behind the last. */
function tellRepeated(story: Story, moments: readonly number[], messages: readonly SipMessage[]): void {
  for (const at of moments) story.sip(at, messages[0]!);
  story.dialogue(moments.at(-1)! + 20, 20, messages.slice(1));
}

/** INVITE ended by a status; a 200 ends in a BYE. */
function tellFinal(story: Story, status: number, headers: readonly HeaderChange[] = []): void {
  const own = call();
  const invite = offer(own, headers);
  const final = own.respond(invite, status);
  story.dialogue(0, 20, [invite, own.respond(invite, 100), final, own.acknowledge(final)]);
}

/** An answered call, then one request from the caller and its response, then BYE. */
function tellInDialog(story: Story, method: string, status: number, headers: readonly HeaderChange[] = []): void {
  const own = call();
  tellAnswer(story, own);
  const request = own.request(method, { headers });
  story.dialogue(1000, 20, [request, own.respond(request, status)]);
  tellBye(story, own, 3000);
}

function tellReliable(story: Story, acknowledged: boolean): void {
  const own = call();
  const invite = offer(own, [['Supported', '100rel']]);
  const ringing = own.respond(invite, 180, {
    headers: [
      ['Require', '100rel'],
      ['RSeq', '7'],
    ],
  });
  story.sip(0, invite);
  for (const at of acknowledged ? [100, 600] : [100, 600, 1600, 3600, 7600]) story.sip(at, ringing);
  if (acknowledged) {
    const prack = own.request('PRACK', { headers: [['RAck', '7 1 INVITE']] });
    story.dialogue(700, 20, [prack, own.respond(prack, 200)]);
  }
  const busy = own.respond(invite, 486);
  story.dialogue(10_000, 20, [busy, own.acknowledge(busy)]);
}

function tellSessionTimer(story: Story, ended: number): void {
  const own = call();
  const invite = offer(own);
  const ok = answer(own, invite, [['Session-Expires', '90;refresher=uac']]);
  story.dialogue(0, 50, [invite, ok, own.acknowledge(ok)]);
  tellBye(story, own, ended, 'callee');
}

/** CANCEL after ringing; its 200, perhaps a 487, perhaps an answer instead. */
function tellCancel(story: Story, end: 'none' | '487' | 'answer'): void {
  const own = call();
  const invite = offer(own);
  const cancel = own.cancel(invite);
  story.dialogue(0, 50, [invite, own.respond(invite, 180)]);
  story.dialogue(2000, 5, [cancel, own.respond(cancel, 200)]);
  const last = end === 'answer' ? answer(own, invite) : own.respond(invite, 487);
  if (end !== 'none') story.dialogue(2020, 10, [last, own.acknowledge(last)]);
  if (end === 'answer') tellBye(story, own, 2100);
  tellLater(story, later);
}

/** BYE by the caller, and by the callee so much later, both answered alike. */
function tellTwoByes(story: Story, apart: number, status: number): void {
  const own = call();
  tellAnswer(story, own);
  const [one, other] = [own.bye('caller'), own.bye('callee')];
  story.sip(2000, one);
  story.sip(2000 + apart, other);
  story.sip(2000 + apart + 10, own.respond(one, status));
  story.sip(2000 + apart + 20, own.respond(other, status));
}

function tellGlare(story: Story, retries: boolean): void {
  const own = call();
  tellAnswer(story, own);
  const one = own.invite({ sdp: audio(aliceMedia, { version: 2 }) });
  const other = own.invite({ by: 'callee', sdp: audio(bobMedia, { version: 2, codecs: ['0 PCMU/8000'] }) });
  const pending = own.respond(one, 491);
  const refused = own.respond(other, 491);
  story.dialogue(1000, 1, [one, other, pending, refused, own.acknowledge(pending), own.acknowledge(refused)]);
  if (retries) {
    for (const by of ['caller', 'callee'] as const) {
      const again = own.invite({ by, sdp: audio(by === 'caller' ? aliceMedia : bobMedia, { version: 3, codecs: ['0 PCMU/8000'] }) });
      const ok = own.respond(again, 200, { sdp: audio(by === 'caller' ? bobMedia : aliceMedia, { version: 3, codecs: ['0 PCMU/8000'] }) });
      story.dialogue(by === 'caller' ? 4000 : 2000, 10, [again, ok, own.acknowledge(ok)]);
    }
    tellBye(story, own, 6000);
  }
}

function tellTransfer(story: Story, status: number): void {
  const own = call();
  tellAnswer(story, own);
  const refer = own.request('REFER', { headers: [['Refer-To', '<sip:carol@192.0.2.30>']] });
  const notify = own.request('NOTIFY', {
    by: 'callee',
    headers: [
      ['Event', 'refer'],
      ['Subscription-State', 'terminated;reason=noresource'],
    ],
    contentType: 'message/sipfrag;version=2.0',
    body: new TextEncoder().encode(`SIP/2.0 ${status} Whatever\r\n`),
  });
  story.dialogue(1000, 50, [refer, own.respond(refer, 202), notify, own.respond(notify, 200)]);
  tellBye(story, own, 3000);
}

interface OpenTransfer {
  /** Subscription-State of a NOTIFY that the target is being called */
  readonly notify?: string;
  readonly withoutSubscription?: boolean;
  /** held before, resumed after */
  readonly takesBack?: boolean;
  /** milliseconds from the REFER to the BYE */
  readonly lasts: number;
}

/** A REFER accepted, and no final NOTIFY. */
function tellOpenTransfer(story: Story, { notify, withoutSubscription, takesBack, lasts }: OpenTransfer): void {
  const own = call();
  tellAnswer(story, own);
  const reinvite = (direction: 'sendonly' | 'recvonly' | 'sendrecv'): readonly SipMessage[] => {
    const invite = own.request('INVITE', { sdp: audio(aliceMedia, { direction }) });
    const ok = own.respond(invite, 200, { sdp: audio(bobMedia, { direction: direction === 'sendonly' ? 'recvonly' : 'sendrecv' }) });
    return [invite, ok, own.acknowledge(ok)];
  };
  if (takesBack === true) story.dialogue(500, 50, reinvite('sendonly'));
  const refer = own.request('REFER', { headers: [['Refer-To', '<sip:carol@192.0.2.30>']] });
  story.dialogue(1000, 50, [refer, own.respond(refer, 202, { headers: withoutSubscription === true ? [['Refer-Sub', 'false']] : [] })]);
  if (notify !== undefined) {
    const told = own.request('NOTIFY', {
      by: 'callee',
      headers: [
        ['Event', 'refer'],
        ['Subscription-State', notify],
      ],
      contentType: 'message/sipfrag;version=2.0',
      body: new TextEncoder().encode('SIP/2.0 180 Ringing\r\n'),
    });
    story.dialogue(1200, 50, [told, own.respond(told, 200)]);
  }
  if (takesBack === true) story.dialogue(3000, 50, reinvite('sendrecv'));
  tellBye(story, own, 1000 + lasts);
}

/** The same INVITE over one hop again and again, each time with two Vias more; 483 ends it unless it stops before. */
function tellLoop(story: Story, rounds: number, final: number): void {
  const own = call();
  const invite = offer(own);
  const vias = (n: number): string =>
    Array.from({ length: n }, (_, i) => `Via: SIP/2.0/UDP 192.0.2.${100 + n - i}:5060;branch=z9hG4bK-loop-${n - i}\r\n`).join('');
  const text = new TextDecoder().decode(invite.octets);
  const hops = [endpoint('192.0.2.1:5060'), endpoint('192.0.2.2:5060')] as const;
  story.sip(0, { ...invite, to: hops[0] });
  for (let n = 0; n < rounds * 2; n++) {
    const octets = new TextEncoder().encode(text.replace('Via:', `${vias(n + 1)}Via:`).replace('Via: Via:', 'Via:'));
    story.datagram(10 + n * 10, hops[n % 2]!, hops[(n + 1) % 2]!, octets);
  }
  const end = own.respond(invite, final);
  story.sip(500, { ...end, from: hops[0] });
  const ack = own.acknowledge(end);
  story.sip(510, { ...ack, to: hops[0] });
}

/** A proxy tries one gateway, then the other. */
function tellHunt(story: Story, first: number): void {
  const own = call();
  const proxy = endpoint('192.0.2.1:5060');
  const invite = offer(own);
  const relay = (message: SipMessage, n: number): Uint8Array =>
    new TextEncoder().encode(new TextDecoder().decode(message.octets).replace('Via:', `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-hunt-${n}\r\nVia:`));
  const [dead, live] = [endpoint('192.0.2.31:5060'), endpoint('192.0.2.32:5060')];
  const failed = own.respond(invite, first);
  const ok = answer(own, invite);
  story.datagram(0, alice.at, proxy, invite.octets);
  story.datagram(10, proxy, dead, relay(invite, 1));
  story.datagram(60, dead, proxy, relay(failed, 1));
  story.datagram(70, proxy, live, relay(invite, 2));
  story.datagram(100, live, proxy, relay(ok, 2));
  story.datagram(110, proxy, alice.at, ok.octets);
  story.datagram(120, alice.at, proxy, own.acknowledge(ok).octets);
}

/** An answered call with sound, which stops; other traffic goes on for so long. */
function tellNoBye(story: Story, silent: number): void {
  const own = call();
  tellAnswer(story, own);
  story.rtp(120, aliceMedia, bobMedia, { count: 200, ssrc: 1 });
  story.rtp(120, bobMedia, aliceMedia, { count: 200, ssrc: 2 });
  tellLater(story, 4120 + silent);
}

/** An answered call with two requests told as they are given. */
function tellOddRequests(story: Story, make: (own: SipCall) => readonly SipMessage[]): void {
  const own = call();
  tellAnswer(story, own);
  for (const [n, request] of make(own).entries()) story.dialogue(1000 + n * 1000, 10, [request, own.respond(request, 200)]);
  tellBye(story, own, 5000);
}

const fine = (story: Story): void => void tellPlainCall(story);

export const signalling: readonly Diagnosis[] = [
  {
    rule: 'SIP-NORESP',
    fires: (story) => {
      tellRepeated(story, schedule, [offer(call())]);
      tellLater(story, later);
    },
    evidence: [1, 2, 3, 4, 5, 6],
    facts: { copies: 6, method: 'INVITE', destination: '192.0.2.20' },
    also: ['SIP-RETX-REQ'],
    nearMiss: (story) => {
      const own = call();
      const invite = offer(own);
      const busy = own.respond(invite, 486);
      tellRepeated(story, schedule.slice(0, 3), [invite, busy, own.acknowledge(busy)]);
    },
  },
  {
    rule: 'ACK-MISSING',
    fires: (story) => tellAnswers(story, [100, 600, 1600, 3600, 7600, 11_600]),
    evidence: [2, 3, 4, 5, 6, 7],
    facts: { copies: 6 },
    nearMiss: (story) => tellAnswers(story, [100, 600, 1600], 1610),
  },
  { rule: 'PRACK-MISSING', fires: (story) => tellReliable(story, false), evidence: [2, 3, 4, 5, 6], nearMiss: (story) => tellReliable(story, true) },
  { rule: 'CALL-5XX', fires: (story) => tellFinal(story, 503), evidence: [1, 3], facts: { status: 503 }, nearMiss: (story) => tellFinal(story, 486) },
  { rule: 'CALL-488', fires: (story) => tellFinal(story, 488), evidence: [1, 3], nearMiss: (story) => tellFinal(story, 486) },
  {
    rule: 'CALL-488',
    about: 'of a change',
    severity: 'warning',
    fires: (story) => {
      const own = call();
      tellAnswer(story, own);
      const change = own.invite({ sdp: audio(aliceMedia, { version: 2, codecs: ['9 G722/8000'] }) });
      const refused = own.respond(change, 488);
      story.dialogue(1000, 10, [change, refused, own.acknowledge(refused)]);
      tellBye(story, own, 3000);
    },
    evidence: [4, 5],
    nearMiss: fine,
  },
  { rule: 'AUTH-LOOP', fires: (story) => tellRefusals(story, 4, 401), evidence: [2, 5, 8, 11], nearMiss: (story) => tellRefusals(story, 2, 486) },
  {
    rule: 'AUTH-LOOP',
    about: 'refused with the same nonce',
    fires: (story) => tellNonces(story, ['n1', 'n1']),
    evidence: [4, 5],
    facts: { kind: 'same', challenges: 1 },
    // the server takes no nonce twice, and says so with a new one
    nearMiss: (story) => tellNonces(story, ['n1', 'n2']),
  },
  {
    rule: 'AUTH-LOOP',
    about: 'and no loop, once the right password came',
    fires: (story) => tellNonces(story, ['n1', 'n1']),
    nearMiss: (story) => tellNonces(story, ['n1', 'n1'], 486),
  },
  {
    rule: 'AUTH-FAIL',
    fires: (story) => tellRefusals(story, 2, 403),
    evidence: [4, 5],
    nearMiss: (story) => tellRefusals(story, 2, 486),
  },
  {
    rule: 'AUTH-FAIL',
    about: 'a challenge that nobody takes up',
    fires: (story) => {
      tellRefusals(story, 1, 401);
      tellLater(story, later);
    },
    evidence: [1, 2],
    nearMiss: (story) => tellRefusals(story, 1, 401),
  },
  {
    rule: 'SE-TIMEOUT',
    fires: (story) => tellSessionTimer(story, 62_000),
    evidence: [2, 4],
    facts: { expires: 90 },
    nearMiss: (story) => tellSessionTimer(story, 30_000),
  },
  { rule: 'LOOP', fires: (story) => tellLoop(story, 4, 483), nearMiss: (story) => tellLoop(story, 1, 486) },
  { rule: 'LOOP', about: '482', fires: (story) => tellFinal(story, 482), evidence: [1, 3], nearMiss: (story) => tellFinal(story, 486) },
  { rule: 'PDD-HIGH', severity: 'warning', fires: (story) => tellRinging(story, 7000), evidence: [1, 3], nearMiss: (story) => tellRinging(story, 5500) },
  { rule: 'PDD-HIGH', about: 'an error', fires: (story) => tellRinging(story, 11_500), evidence: [1, 3], nearMiss: (story) => tellRinging(story, 5500) },
  {
    rule: 'PDD-HIGH',
    about: 'most of it the client’s own',
    severity: 'warning',
    fires: (story) => {
      const own = call();
      const first = offer(own);
      const refused = own.respond(first, 407, { headers: [['Proxy-Authenticate', challenge[1]]] });
      story.dialogue(0, 10, [first, refused, own.acknowledge(refused)]);
      const second = offer(own, [
        ['To', '<sip:bob@192.0.2.20>'],
        ['Proxy-Authorization', credentials[1]],
      ]);
      const busy = own.respond(second, 486);
      story.dialogue(15_000, 20, [second, own.respond(second, 180), busy, own.acknowledge(busy)]);
    },
    evidence: [1, 5],
    nearMiss: (story) => tellRinging(story, 5500),
  },
  { rule: 'CALL-403', fires: (story) => tellFinal(story, 403), evidence: [1, 3], nearMiss: (story) => tellFinal(story, 480) },
  { rule: 'CALL-4XX-NUM', fires: (story) => tellFinal(story, 404), evidence: [1, 3], nearMiss: (story) => tellFinal(story, 480) },
  {
    rule: 'BYE-NORESP',
    fires: (story) => {
      const own = call();
      tellAnswer(story, own);
      tellRepeated(
        story,
        schedule.map((at) => at + 2000),
        [own.bye()],
      );
      tellLater(story, later);
    },
    evidence: [4, 5, 6, 7, 8, 9],
    also: ['SIP-RETX-REQ'],
    nearMiss: (story) => {
      const own = call();
      tellAnswer(story, own);
      const bye = own.bye();
      tellRepeated(story, [2000, 2500], [bye, own.respond(bye, 200)]);
      tellLater(story, later);
    },
  },
  { rule: 'BYE-MISSING', fires: (story) => tellNoBye(story, 40_000), nearMiss: (story) => tellNoBye(story, 20_000) },
  { rule: 'CANCEL-NO487', fires: (story) => tellCancel(story, 'none'), evidence: [1, 3, 4], nearMiss: (story) => tellCancel(story, '487') },
  {
    rule: 'CANCEL-RACE',
    fires: (story) => tellCancel(story, 'answer'),
    evidence: [3, 5, 7],
    facts: { ended: 1 },
    nearMiss: (story) => tellCancel(story, '487'),
  },
  { rule: 'ACK-LATE', fires: (story) => tellAnswers(story, [100], 1600), evidence: [2, 3], nearMiss: (story) => tellAnswers(story, [100], 900) },
  {
    rule: 'SIP-RETX-REQ',
    fires: (story) => {
      const own = call();
      const invite = offer(own);
      const busy = own.respond(invite, 486);
      tellRepeated(story, schedule.slice(0, 4), [invite, busy, own.acknowledge(busy)]);
    },
    evidence: [1, 2, 3, 4],
    facts: { again: 3, offSchedule: 0 },
    nearMiss: (story) => void tellPlainCall(story, 0, { how: { mirroredAfter: 0.3 } }),
  },
  {
    rule: 'SIP-RETX-REQ',
    about: 'once, off the schedule',
    severity: 'warning',
    fires: (story) => {
      const own = call();
      const invite = offer(own);
      const busy = own.respond(invite, 486);
      tellRepeated(story, [0, 2000], [invite, busy, own.acknowledge(busy)]);
    },
    facts: { again: 1, offSchedule: 1 },
    nearMiss: fine,
  },
  {
    rule: 'SIP-RETX-RESP',
    fires: (story) => tellAnswers(story, [100, 600, 1600], 1700),
    evidence: [2, 3, 4, 5],
    facts: { again: 2, acknowledged: 1 },
    nearMiss: (story) => tellAnswers(story, [100, 600], 610),
  },
  {
    rule: 'SIP-100-LATE',
    fires: (story) => {
      const own = call();
      const invite = offer(own);
      const busy = own.respond(invite, 486);
      tellRepeated(story, [0, 500], [invite, own.respond(invite, 100), busy, own.acknowledge(busy)]);
    },
    evidence: [1, 2, 3],
    nearMiss: (story) => tellRinging(story, 900),
  },
  {
    rule: 'SIP-NORESP',
    about: 'by a proxy that tries again and again',
    fires: (story) => {
      for (const at of [0, 4000]) {
        const invite = call().invite({ sdp: audio(aliceMedia), branch: `z9hG4bK-try-${at}`, cseq: 1 });
        for (const later of [0, 500, 1500]) story.sip(at + later, invite);
      }
      tellLater(story, later);
    },
    facts: { copies: 6 },
    nearMiss: fine,
  },
  { rule: 'XFER-FAIL', fires: (story) => tellTransfer(story, 486), evidence: [4, 6], facts: { status: 486 }, nearMiss: (story) => tellTransfer(story, 200) },
  {
    rule: 'XFER-FAIL',
    about: 'a REFER refused',
    fires: (story) => tellInDialog(story, 'REFER', 603),
    evidence: [4, 5],
    nearMiss: (story) => tellInDialog(story, 'REFER', 202),
  },
  {
    rule: 'XFER-FAIL',
    about: 'nobody says what became of it',
    fires: (story) => tellOpenTransfer(story, { lasts: 40_000 }),
    evidence: [4, 5],
    facts: { kind: 'silent' },
    // whoever asked hangs up at once, and nobody is there to be told
    nearMiss: (story) => tellOpenTransfer(story, { lasts: 5000 }),
  },
  {
    rule: 'XFER-FAIL',
    about: 'the target rings for ever',
    fires: (story) => tellOpenTransfer(story, { notify: 'active;expires=60', lasts: 200_000 }),
    evidence: [4, 5, 6],
    facts: { kind: 'trying' },
    nearMiss: (story) => tellOpenTransfer(story, { notify: 'terminated;reason=noresource', lasts: 200_000 }),
  },
  {
    rule: 'XFER-FAIL',
    about: 'no NOTIFY asked for',
    fires: (story) => tellOpenTransfer(story, { lasts: 40_000 }),
    nearMiss: (story) => tellOpenTransfer(story, { lasts: 40_000, withoutSubscription: true }),
  },
  {
    rule: 'XFER-FAIL',
    about: 'taken back',
    fires: (story) => tellOpenTransfer(story, { lasts: 10_000, takesBack: true }),
    evidence: [7, 8],
    facts: { kind: 'back' },
    nearMiss: (story) => tellOpenTransfer(story, { lasts: 10_000 }),
  },
  { rule: 'GLARE', about: 'tried again', severity: 'note', fires: (story) => tellGlare(story, true), nearMiss: fine },
  { rule: 'GLARE', severity: 'warning', fires: (story) => tellGlare(story, false), nearMiss: (story) => tellGlare(story, true) },
  {
    rule: 'ACK-MISMATCH',
    fires: (story) => {
      const own = call();
      const invite = own.invite({ sdp: audio(aliceMedia), branch: 'z9hG4bK-one' });
      const ok = answer(own, invite);
      story.dialogue(0, 20, [invite, ok, own.acknowledge(ok, { branch: 'z9hG4bK-one' })]);
      tellBye(story, own, 2000);
    },
    evidence: [1, 2, 3],
    nearMiss: fine,
  },
  {
    rule: 'ACK-MISMATCH',
    about: 'of a failure',
    fires: (story) => {
      const own = call();
      const invite = offer(own);
      const busy = own.respond(invite, 486);
      story.dialogue(0, 20, [invite, busy, own.acknowledge(busy, { branch: 'z9hG4bK-other' })]);
    },
    nearMiss: (story) => tellFinal(story, 486),
  },
  {
    rule: 'CSEQ-ORDER',
    fires: (story) => tellOddRequests(story, (own) => [own.request('INFO', { cseq: 9 }), own.request('INFO', { cseq: 5 })]),
    evidence: [4, 6],
    nearMiss: (story) => tellOddRequests(story, (own) => [own.request('INFO'), own.request('UPDATE')]),
  },
  {
    rule: 'BRANCH-REUSE',
    severity: 'warning',
    fires: (story) => tellOddRequests(story, (own) => [own.request('INFO', { branch: 'z9hG4bK-same' }), own.request('UPDATE', { branch: 'z9hG4bK-same' })]),
    evidence: [4, 6],
    nearMiss: (story) => tellOddRequests(story, (own) => [own.request('INFO'), own.request('UPDATE')]),
  },
  {
    rule: 'BRANCH-REUSE',
    about: 'of the time before RFC 3261',
    severity: 'note',
    fires: (story) => tellOddRequests(story, (own) => [own.request('INFO', { branch: '12345' })]),
    evidence: [4],
    nearMiss: fine,
  },
  {
    rule: 'TAG-CHANGE',
    fires: (story) => {
      const own = call();
      const invite = offer(own);
      const ok = own.respond(invite, 200, { sdp: audio(bobMedia), headers: [['To', '<sip:bob@192.0.2.20>']] });
      story.dialogue(0, 20, [invite, ok, own.acknowledge(ok)]);
    },
    evidence: [2],
    nearMiss: fine,
  },
  {
    rule: 'TAG-CHANGE',
    about: 'of a request',
    fires: (story) => tellOddRequests(story, (own) => [own.request('INFO', { headers: [['From', '"Alice" <sip:alice@192.0.2.10>;tag=other']] })]),
    evidence: [2, 4],
    nearMiss: (story) => tellOddRequests(story, (own) => [own.request('INFO')]),
  },
  {
    rule: 'CL-MISMATCH',
    fires: (story) => tellOddRequests(story, (own) => [own.request('INFO', { contentLength: 10 })]),
    evidence: [4],
    facts: { more: 1 },
    nearMiss: (story) => tellOddRequests(story, (own) => [own.request('INFO', { contentLength: 0 })]),
  },
  { rule: 'SETUP-ROUTEHUNT', fires: (story) => tellHunt(story, 503), evidence: [3, 5], facts: { failed: 1 }, nearMiss: (story) => tellHunt(story, 302) },
  { rule: 'BYE-CROSS', fires: (story) => tellTwoByes(story, 30, 200), evidence: [4, 5], nearMiss: (story) => tellTwoByes(story, 3000, 200) },
  {
    rule: 'BYE-481',
    fires: (story) => {
      const own = call();
      tellAnswer(story, own);
      const bye = own.bye();
      story.dialogue(2000, 10, [bye, own.respond(bye, 481)]);
    },
    evidence: [4, 5],
    nearMiss: (story) => tellInDialog(story, 'INFO', 481),
  },
  { rule: 'SE-422', fires: (story) => tellFinal(story, 422), evidence: [1, 3], facts: { retried: 0 }, nearMiss: (story) => tellFinal(story, 486) },
  { rule: 'METHOD-NOTALLOWED', fires: (story) => tellInDialog(story, 'INFO', 405), evidence: [4, 5], nearMiss: (story) => tellInDialog(story, 'OPTIONS', 405) },
];
