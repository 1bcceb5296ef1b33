/** Rules about what was negotiated and how packets are marked (semantics 8.2): a story on which each fires, and one on which it must not. */
import { createHash } from 'node:crypto';
import { endpoint } from '../forge/address.ts';
import { clientHello, dtlsMessage, dtlsRecord, serverHello } from '../forge/dtls.ts';
import { party, tellBridged } from '../forge/bridged-call.ts';
import { frame } from '../forge/frames.ts';
import { udpPacket } from '../forge/network.ts';
import { join, numbers } from '../forge/octets.ts';
import { rtcpReport, rtpTrain } from '../forge/rtp.ts';
import { audio, type MediaOptions } from '../forge/sdp.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { mine, tellTalk, theirs } from './media-story.ts';

const pcmu = { codecs: ['0 PCMU/8000'] };
const keys = ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw'];
const fingerprint = [`a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}`, 'a=setup:actpass'];
const ice = ['a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuv', 'a=candidate:1 1 UDP 1 192.0.2.99 4000 typ host'];

/** Plain description of the two sides, each with what is special about it. */
function sides(offer: Omit<MediaOptions, 'port'>, answer: Omit<MediaOptions, 'port'>): { readonly offer: Uint8Array; readonly answer: Uint8Array } {
  return { offer: audio(mine, offer), answer: audio(theirs, answer) };
}

/** ClientHellos a second apart, then perhaps the end of the handshake. */
function tellHandshake(story: Story, isDone: boolean): void {
  const secure = { ...pcmu, protocol: 'UDP/TLS/RTP/SAVP', lines: fingerprint };
  tellTalk(story, { ...sides(secure, secure), toCallee: false, toCaller: false, lasts: 6000 });
  for (const at of [200, 1200, 3200, 5200]) story.datagram(at, mine, theirs, dtlsRecord(22, dtlsMessage(1, clientHello({ profiles: [1] }))));
  if (isDone) story.datagram(5400, theirs, mine, dtlsRecord(20, numbers([1, 1])));
}

/** A handshake that ends, with a certificate; SDP promises the one whose octets are 1, 2, 3. */
function tellCertificate(story: Story, first: number): void {
  const secure = { ...pcmu, protocol: 'UDP/TLS/RTP/SAVP', lines: [`a=fingerprint:sha-256 ${printOf(Uint8Array.of(1, 2, 3))}`] };
  tellTalk(story, { ...sides(secure, secure), toCallee: false, toCaller: false, lasts: 6000 });
  const certificate = Uint8Array.of(0, 0, 6, 0, 0, 3, first, 2, 3);
  story.datagram(200, mine, theirs, dtlsRecord(22, dtlsMessage(1, clientHello({ profiles: [1] }))));
  story.datagram(
    210,
    theirs,
    mine,
    join(dtlsRecord(22, dtlsMessage(2, serverHello({ profiles: [1] }))), dtlsRecord(22, dtlsMessage(11, certificate, { sequence: 1 }))),
  );
  story.datagram(220, theirs, mine, dtlsRecord(20, numbers([1, 1])));
}

/** A handshake refused (handshake_failure), or only warned about. */
function tellRefusal(story: Story, level: number): void {
  const secure = { ...pcmu, protocol: 'UDP/TLS/RTP/SAVP', lines: fingerprint };
  tellTalk(story, { ...sides(secure, secure), toCallee: false, toCaller: false, lasts: 6000 });
  story.datagram(200, mine, theirs, dtlsRecord(22, dtlsMessage(1, clientHello({ profiles: [1] }))));
  story.datagram(210, theirs, mine, dtlsRecord(21, numbers([1, level], [1, 40])));
}

function printOf(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex').toUpperCase().match(/../g)!.join(':');
}

function tellChecks(story: Story, isAnswered: boolean): void {
  const with1 = { ...pcmu, lines: ice };
  tellTalk(story, { ...sides(with1, with1), toCallee: false, toCaller: false, lasts: 8000 });
  const stun = (type: number): Uint8Array => numbers([2, type], [2, 0], [4, 0x2112a442], [4, 1], [4, 2], [4, 3]);
  for (let n = 0; n < 14; n++) story.datagram(200 + n * 500, mine, theirs, stun(0x0001));
  if (isAnswered) story.datagram(7000, theirs, mine, stun(0x0101));
}

function tellMux(story: Story, answer: readonly string[]): void {
  tellTalk(story, sides({ ...pcmu, lines: ['a=rtcp-mux'] }, { ...pcmu, lines: answer }));
  for (const at of [1000, 3000]) story.datagram(at, mine, theirs, rtcpReport(0xa11ce, [], { sender: { ntp: 1n << 40n, timestamp: 1, packets: 1, octets: 1 } }));
}

/** Sound toward the callee whose packets have this tag in the first and that in the second half. */
function tellTagged(story: Story, first: number, second: number): void {
  tellTalk(story, { toCallee: false });
  for (const { at, index, octets } of rtpTrain({ count: 250, ssrc: 0xa11ce }))
    story.frame(120 + at, frame(udpPacket(mine, theirs, octets), { kind: 'ethernet', vlans: [{ id: index < 125 ? first : second }] }));
}

function tellRelay(story: Story, behind: number): void {
  const relay = { in: endpoint('192.0.2.50:7000'), out: endpoint('192.0.2.50:7002') };
  tellTalk(story, { answer: audio(relay.in), to: relay.in, back: relay.in, bye: false });
  const far = behind === 0 ? { ssrc: 0xa11ce } : { ssrc: 0xa11d0, payloadType: behind };
  // the same Call-ID on the far hop, so that both streams belong to one call
  const call = tellTalk({ ...story, rtp: () => {} }, { offer: audio(relay.out), answer: audio(theirs), bye: 5000 });
  story.rtp(125, relay.out, theirs, { count: 250, ...far });
  void call;
}

/** A box between two Call-IDs that names the first in the second; sound both ways on both, in this type behind it. */
function tellTwoLegs(story: Story, behind: number): void {
  const box = party('box', '192.0.2.50');
  const legs = [
    { from: party('alice', '192.0.2.10'), to: box, callId: 'leg-a', media: mine, callee: endpoint('192.0.2.50:7000') },
    {
      from: box,
      to: party('bob', '192.0.2.20'),
      callId: 'leg-b',
      media: endpoint('192.0.2.50:7002'),
      callee: theirs,
      codec: behind === 0 ? ('0 PCMU/8000' as const) : ('8 PCMA/8000' as const),
      headers: [['X-Call-ID', 'leg-a'] as const],
    },
  ];
  tellBridged(story, 0, legs);
  for (const [i, { media, callee }] of legs.entries()) {
    const type = i === 0 ? 0 : behind;
    story.rtp(1100 + i, media, callee, { count: 220, ssrc: 0x1000 + i, payloadType: type, payload: (n) => new Uint8Array(160).fill((n * 7 + i * 91) & 0x7f) });
    story.rtp(1105 + i, callee, media, { count: 220, ssrc: 0x2000 + i, payloadType: type, payload: (n) => new Uint8Array(160).fill((n * 5 + i * 57) & 0x7f) });
  }
}

export const negotiation: readonly Diagnosis[] = [
  {
    rule: 'PT-UNKNOWN',
    fires: (story) => void tellTalk(story, { ...sides(pcmu, pcmu), toCallee: { payloadType: 8 } }),
    facts: { type: 8 },
    nearMiss: (story) => void tellTalk(story, { toCallee: { payloadType: 8 } }),
  },
  {
    rule: 'PT-ASYM',
    fires: (story) => void tellTalk(story, { toCallee: { payloadType: 8 } }),
    facts: { toCallee: 'PCMA', toCaller: 'PCMU' },
    nearMiss: (story) => void tellTalk(story),
  },
  {
    rule: 'CODEC-CHANGE',
    fires: (story) => {
      tellTalk(story, { lasts: 12_000, toCallee: { count: 400 } });
      story.rtp(8120, mine, theirs, { count: 200, ssrc: 0xa11ce, payloadType: 8, firstSequence: 1400, firstTimestamp: 80_000 });
    },
    facts: { from: 'PCMU', to: 'PCMA', changes: 1 },
    nearMiss: (story) => void tellTalk(story, { lasts: 12_000, toCallee: { digits: [{ index: 350, event: 5, packets: 8 }] } }),
  },
  { rule: 'CODEC-TRANSCODE', fires: (story) => tellRelay(story, 8), nearMiss: (story) => tellRelay(story, 0) },
  {
    rule: 'CODEC-TRANSCODE',
    about: 'between two legs',
    fires: (story) => tellTwoLegs(story, 8),
    facts: { from: 'PCMA', to: 'PCMU', leg: 'leg-b' },
    nearMiss: (story) => tellTwoLegs(story, 0),
  },
  {
    rule: 'CODEC-NONE',
    fires: (story) => void tellTalk(story, sides(pcmu, { codecs: ['8 PCMA/8000'] })),
    also: ['PT-UNKNOWN'],
    nearMiss: (story) => void tellTalk(story, sides(pcmu, { codecs: ['8 PCMA/8000', '0 PCMU/8000'] })),
  },
  {
    rule: 'PTIME-MISMATCH',
    fires: (story) =>
      void tellTalk(story, { ...sides(pcmu, { ...pcmu, ptime: 20 }), toCallee: { count: 125, interval: 40, ticks: 320, payload: () => new Uint8Array(320) } }),
    facts: { kind: 'asked', measured: 40, asked: 20 },
    nearMiss: (story) => void tellTalk(story, sides(pcmu, { ...pcmu, ptime: 20 })),
  },
  {
    rule: 'PTIME-MISMATCH',
    about: 'longer than the receiver takes',
    fires: (story) =>
      void tellTalk(story, {
        ...sides(pcmu, { ...pcmu, lines: ['a=maxptime:30'] }),
        toCallee: { count: 125, interval: 40, ticks: 320, payload: () => new Uint8Array(320) },
      }),
    facts: { kind: 'most' },
    nearMiss: (story) => void tellTalk(story, sides(pcmu, { ...pcmu, lines: ['a=maxptime:30'] })),
  },
  {
    rule: 'PKT-SIZE',
    fires: (story) => void tellTalk(story, { toCallee: { payload: () => new Uint8Array(20) } }),
    nearMiss: (story) => void tellTalk(story, { toCallee: { payload: () => new Uint8Array(160) } }),
  },
  {
    rule: 'PKT-SIZE',
    about: 'frames',
    fires: (story) => {
      const g729 = { codecs: ['18 G729/8000'] };
      tellTalk(story, {
        ...sides(g729, g729),
        toCallee: { payloadType: 18, payload: () => new Uint8Array(33) },
        toCaller: { payloadType: 18, payload: () => new Uint8Array(20) },
      });
    },
    nearMiss: (story) => {
      const g729 = { codecs: ['18 G729/8000'] };
      tellTalk(story, {
        ...sides(g729, g729),
        toCallee: { payloadType: 18, payload: () => new Uint8Array(12) },
        toCaller: { payloadType: 18, payload: () => new Uint8Array(20) },
      });
    },
  },
  {
    rule: 'SRTP-MISMATCH',
    fires: (story) => void tellTalk(story, sides({ ...pcmu, protocol: 'RTP/SAVP', lines: keys }, pcmu)),
    facts: { kind: 'profile', offered: 'SDES', answered: 'RTP/AVP' },
    nearMiss: (story) => void tellTalk(story, sides({ ...pcmu, protocol: 'RTP/SAVP', lines: keys }, { ...pcmu, protocol: 'RTP/SAVP', lines: keys })),
  },
  { rule: 'MUX-MISMATCH', fires: (story) => tellMux(story, []), nearMiss: (story) => tellMux(story, ['a=rtcp-mux']) },
  { rule: 'DTLS-FAIL', fires: (story) => tellHandshake(story, false), facts: { hellos: 4 }, nearMiss: (story) => tellHandshake(story, true) },
  {
    rule: 'DTLS-FAIL',
    about: 'another certificate',
    fires: (story) => tellCertificate(story, 9),
    facts: { kind: 'fingerprint' },
    nearMiss: (story) => tellCertificate(story, 1),
  },
  {
    rule: 'DTLS-FAIL',
    about: 'refused',
    fires: (story) => tellRefusal(story, 2),
    facts: { kind: 'alert', alert: 40 },
    nearMiss: (story) => tellRefusal(story, 1),
  },
  { rule: 'ICE-FAIL', fires: (story) => tellChecks(story, false), facts: { requests: 14 }, nearMiss: (story) => tellChecks(story, true) },
  {
    rule: 'DSCP-MEDIA',
    fires: (story) => void tellTalk(story, { signalling: { trafficClass: 24 << 2 } }),
    facts: { dscp: 0, wanted: 46 },
    nearMiss: (story) => void tellTalk(story, { signalling: { trafficClass: 24 << 2 }, how: { trafficClass: 46 << 2 } }),
  },
  {
    rule: 'DSCP-SIG',
    fires: (story) => void tellTalk(story, { how: { trafficClass: 46 << 2 } }),
    nearMiss: (story) => void tellTalk(story, { signalling: { trafficClass: 26 << 2 }, how: { trafficClass: 46 << 2 } }),
  },
  { rule: 'VLAN-CHANGE', fires: (story) => tellTagged(story, 20, 30), facts: { from: '20/0', to: '30/0' }, nearMiss: (story) => tellTagged(story, 20, 20) },
];
