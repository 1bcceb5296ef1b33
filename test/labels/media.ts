/** How media are set up: early media, reliable provisionals, preconditions, fax, keys, ICE, browsers. */
import { alice, bob } from '../forge/plain-call.ts';
import { sdp } from '../forge/sdp.ts';
import { createCall, type HeaderChange, type Party } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { hangUp, media as mediaOf, offerInside, plain, setUp, sound, type LabelCase } from './tell.ts';

const image = (party: Party): Uint8Array =>
  sdp({ address: party.at.address, version: 2, media: [{ kind: 'image', port: 4002, protocol: 'udptl', codecs: ['t38'] }] });
const crypto = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz';
const fingerprint = 'a=fingerprint:sha-256 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB:4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF';
const candidate = (party: Party): string => `a=candidate:1 1 UDP 2130706431 ${party.at.address} 4000 typ host`;

/** 180 or 183 with or without SDP, and sound before the answer for so long. */
function early(story: Story, withSdp: boolean, soundFor: number): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: sound(alice) });
  const answer = sound(bob, {}, 6000);
  story.sip(0, invite);
  story.sip(100, call.respond(invite, 183, withSdp ? { sdp: answer } : {}));
  if (soundFor > 0) story.rtp(3000 - soundFor, mediaOf(bob, 6000), mediaOf(alice), { count: Math.floor(soundFor / 20) + 50, ssrc: 5 });
  const ok = call.respond(invite, 200, { sdp: answer });
  story.sip(3000, ok);
  story.sip(3010, call.acknowledge(ok));
  hangUp(story, 9000, { call, invite, ok });
}

function reliable(story: Story, answered: boolean, lines: readonly string[] = [], update = false): void {
  const call = createCall(alice, bob);
  const more = lines.length === 0 ? {} : { lines };
  const invite = call.invite({ sdp: sound(alice, more) });
  const progress = call.respond(invite, 183, {
    sdp: sound(bob, more),
    headers: [
      ['Require', '100rel'],
      ['RSeq', '1'],
    ],
  });
  story.sip(0, invite);
  story.sip(100, progress);
  if (answered) {
    const prack = call.request('PRACK', { headers: [['RAck', '1 1 INVITE']] });
    story.sip(120, prack);
    story.sip(140, call.respond(prack, 200));
  }
  if (update) {
    const changed = call.request('UPDATE', { sdp: sound(alice, { ...more, version: 2 }) });
    story.sip(160, changed);
    story.sip(180, call.respond(changed, 200, { sdp: sound(bob, more) }));
  }
  const ok = call.respond(invite, 200);
  story.sip(1000, ok);
  story.sip(1010, call.acknowledge(ok));
}

const conditions = ['a=curr:qos local none', 'a=curr:qos remote none', 'a=des:qos mandatory local sendrecv', 'a=des:qos mandatory remote sendrecv'];

function fax(story: Story, status: number, ends = 30_000): void {
  const set = setUp(story, 0);
  offerInside(story, 3000, set, image(bob), { by: 'callee', status, answer: image(alice) });
  hangUp(story, ends, set);
}

function protectedCall(story: Story, offered: readonly string[], answered: readonly string[], protocol: string): void {
  setUp(story, 0, { offer: sound(alice, { protocol, lines: offered }), answer: sound(bob, { protocol, lines: answered }) });
}

/** A browser's call, as it goes on behind the proxy that took it from its WebSocket; and the same from another client. */
function browser(story: Story, transport: 'WS' | 'UDP'): void {
  const lines = [fingerprint, 'a=setup:actpass', candidate(alice)];
  const protocol = 'UDP/TLS/RTP/SAVPF';
  setUp(story, 0, { from: { ...alice, transport }, offer: sound(alice, { protocol, lines }), answer: sound(bob, { protocol, lines }) });
}

const vbd = ['a=gpmd:0 vbd=yes'];
const passesEarly: HeaderChange = ['P-Early-Media', 'sendrecv'];

export const media: readonly LabelCase[] = [
  { label: 'EARLY_MEDIA', fires: (story) => early(story, true, 0), nearMiss: (story) => early(story, false, 0) },
  {
    label: 'EARLY_MEDIA',
    about: 'P-Early-Media',
    fires: (story) => void setUp(story, 0, { ringing: [passesEarly] }),
    nearMiss: (story) => void setUp(story, 0, { ringing: [['P-Early-Media', 'inactive']] }),
  },
  { label: 'EARLY_MEDIA_CRBT', fires: (story) => early(story, true, 2000), nearMiss: (story) => early(story, true, 200) },
  { label: 'RELIABLE_1XX', fires: (story) => reliable(story, true), nearMiss: (story) => reliable(story, false) },
  { label: 'PRECONDITION', fires: (story) => reliable(story, true, conditions, true), nearMiss: (story) => reliable(story, true, [], true) },
  { label: 'FAX_T38', fires: (story) => fax(story, 200), nearMiss: (story) => fax(story, 488) },
  {
    label: 'FAX_T38',
    about: 'offered beside sound from the start is none',
    fires: (story) => fax(story, 200),
    nearMiss: (story) => {
      const both = (party: Party): Uint8Array =>
        sdp({ address: party.at.address, media: [{ port: 4000 }, { kind: 'image', port: 4002, protocol: 'udptl', codecs: ['t38'] }] });
      setUp(story, 0, { offer: both(alice), answer: both(bob) });
    },
  },
  { label: 'FAX_FALLBACK', fires: (story) => fax(story, 488), nearMiss: (story) => fax(story, 488, 3100) },
  {
    label: 'FAX_PASSTHROUGH',
    fires: (story) => protectedCall(story, vbd, vbd, 'RTP/AVP'),
    nearMiss: (story) => protectedCall(story, vbd, [], 'RTP/AVP'),
  },
  {
    label: 'FAX_PASSTHROUGH',
    about: 'silence suppression switched off inside the call',
    fires: (story) => {
      const set = setUp(story, 0);
      offerInside(story, 3000, set, sound(bob, { codecs: ['8 PCMA/8000'], lines: ['a=silenceSupp:off - - - -'] }), { by: 'callee' });
    },
    nearMiss: (story) => {
      const set = setUp(story, 0, { answer: sound(bob, { lines: ['a=silenceSupp:off - - - -'] }) });
      offerInside(story, 3000, set, sound(bob, { codecs: ['8 PCMA/8000'], lines: ['a=silenceSupp:off - - - -'] }), { by: 'callee' });
    },
  },
  {
    label: 'SRTP_SDES',
    fires: (story) => protectedCall(story, [crypto], [crypto], 'RTP/SAVP'),
    nearMiss: (story) => protectedCall(story, [crypto], [], 'RTP/AVP'),
  },
  {
    label: 'DTLS_SRTP',
    fires: (story) => protectedCall(story, [fingerprint], [fingerprint], 'UDP/TLS/RTP/SAVP'),
    nearMiss: (story) => protectedCall(story, [fingerprint], [], 'RTP/AVP'),
  },
  {
    label: 'ICE',
    fires: (story) => protectedCall(story, [candidate(alice)], [candidate(bob)], 'RTP/AVP'),
    nearMiss: (story) => protectedCall(story, [candidate(alice)], [], 'RTP/AVP'),
  },
  { label: 'WEBRTC', fires: (story) => browser(story, 'WS'), nearMiss: (story) => browser(story, 'UDP') },
  { label: 'EARLY_MEDIA', about: 'none in a plain call', fires: (story) => early(story, true, 0), nearMiss: plain },
];
