/** Rules about the presence of media (semantics 8.2): a story on which each fires, and one on which it must not. */
import { endpoint } from '../forge/address.ts';

import { audio, sdp } from '../forge/sdp.ts';
import type { Party } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { mine, tellTalk, theirs } from './media-story.ts';

const silent = (): Uint8Array => new Uint8Array(160).fill(0xff);
const elsewhere = endpoint('192.0.2.66:7000');
const home: Party = { user: 'home', at: endpoint('203.0.113.7:5060') };
const otherCaller: Party = { user: 'carol', at: endpoint('192.0.2.30:5060') };
const otherCallee: Party = { user: 'dave', at: endpoint('192.0.2.40:5060') };

/** Sound of another call: without any, silence says nothing. */
function tellOther(story: Story): void {
  const [a, b] = [endpoint('192.0.2.30:4400'), endpoint('192.0.2.40:6600')];
  tellTalk(story, { caller: otherCaller, callee: otherCallee, offer: audio(a), answer: audio(b), from: a, to: b, toCaller: false, bye: false });
  story.rtp(122, b, a, { count: 250, ssrc: 0xdead });
}

/** A caller behind NAT whose SDP has its private address. */
function tellPrivate(story: Story, reaches: boolean): void {
  const seen = endpoint('203.0.113.7:4000');
  tellTalk(story, { caller: home, offer: audio(endpoint('192.168.1.5:4000')), from: seen, toCaller: false });
  if (reaches) story.rtp(122, theirs, seen, { count: 250, ssrc: 0xb0b });
}

/** The sender goes on from another port after so many milliseconds of silence. */
function tellMove(story: Story, ssrc: number): void {
  tellTalk(story, { lasts: 6000, toCallee: { count: 150 } });
  story.rtp(3140, endpoint('192.0.2.10:4444'), theirs, { count: 148, ssrc, firstSequence: 1150, firstTimestamp: 40_000 });
}

export const presence: readonly Diagnosis[] = [
  {
    rule: 'RTP-PRIVATE',
    fires: (story) => tellPrivate(story, false),
    facts: { address: '192.168.1.5', port: 4000 },
    also: ['RTP-ONEWAY'],
    nearMiss: (story) => tellPrivate(story, true),
  },
  {
    rule: 'RTP-NONE',
    fires: (story) => {
      tellOther(story);
      tellTalk(story, { toCallee: false, toCaller: false });
    },
    // nobody's media was captured
    nearMiss: (story) => void tellTalk(story, { toCallee: false, toCaller: false }),
  },
  {
    rule: 'RTP-ONEWAY',
    fires: (story) => void tellTalk(story, { toCaller: false }),
    facts: { packets: 0, address: '192.0.2.10', port: 4000 },
    nearMiss: (story) =>
      void tellTalk(story, {
        toCaller: false,
        offer: audio(mine, { direction: 'sendonly' }),
        answer: audio(theirs, { direction: 'recvonly' }),
      }),
  },
  {
    rule: 'RTP-ONEWAY',
    about: 'beside a picture that was refused',
    fires: (story) => {
      const offered = sdp({ address: mine.address, media: [{ port: mine.port }, { kind: 'video', port: 4010, codecs: ['96 H264/90000'] }] });
      const answered = sdp({ address: theirs.address, media: [{ port: theirs.port }, { kind: 'video', port: 0, codecs: ['96 H264/90000'] }] });
      tellTalk(story, { toCaller: false, offer: offered, answer: answered });
    },
    facts: { address: '192.0.2.10', port: 4000 },
    nearMiss: (story) => void tellTalk(story),
  },
  {
    rule: 'RTP-ONEWAY',
    about: 'next to nothing',
    fires: (story) => void tellTalk(story, { lasts: 8000, toCaller: { count: 20 }, bye: 20 }),
    nearMiss: (story) => void tellTalk(story, { lasts: 8000, toCaller: { count: 200, interval: 40, ticks: 320 } }),
  },
  {
    rule: 'RTP-LATE',
    fires: (story) => {
      tellTalk(story, { toCaller: false });
      story.rtp(2500, theirs, mine, { count: 130, ssrc: 0xb0b });
    },
    nearMiss: (story) => {
      tellTalk(story, { toCaller: false });
      story.rtp(900, theirs, mine, { count: 200, ssrc: 0xb0b });
    },
  },
  {
    rule: 'RTP-STOP',
    severity: 'warning',
    fires: (story) => void tellTalk(story, { lasts: 12_000, toCaller: { count: 250 } }),
    nearMiss: (story) => void tellTalk(story, { lasts: 12_000, toCaller: { count: 400 } }),
  },
  {
    rule: 'RTP-STOP',
    about: 'an error',
    fires: (story) => void tellTalk(story, { lasts: 30_000, toCaller: { count: 250 } }),
    nearMiss: (story) => void tellTalk(story, { lasts: 30_000, toCaller: { count: 600 } }),
    severity: 'error',
  },
  {
    rule: 'RTP-SILENCE',
    fires: (story) => void tellTalk(story, { lasts: 14_000, toCallee: { payload: silent } }),
    nearMiss: (story) => void tellTalk(story, { lasts: 14_000, toCallee: { payload: (index) => (index === 350 ? new Uint8Array(160).fill(0x80) : silent()) } }),
  },
  {
    rule: 'RTP-AFTER-BYE',
    fires: (story) => void tellTalk(story, { lasts: 3000, toCaller: { count: 300 } }),
    nearMiss: (story) => void tellTalk(story, { lasts: 3000, toCaller: { count: 200 } }),
  },
  {
    rule: 'RTP-AFTER-BYE',
    about: 'not after one that was refused',
    fires: (story) => void tellTalk(story, { lasts: 3000, toCaller: { count: 300 } }),
    nearMiss: (story) => {
      const call = tellTalk(story, { lasts: 3000, toCaller: { count: 300 }, bye: false });
      const bye = call.bye();
      story.sip(3200, bye);
      story.sip(3210, call.respond(bye, 500));
    },
  },
  {
    rule: 'RTP-BEFORE-ANS',
    fires: (story) => {
      tellTalk(story, { toCallee: false });
      // the INVITE is at 0; so early a packet is before its answer only when that comes late
      story.rtp(-1000, mine, theirs, { count: 300, ssrc: 0xa11ce });
    },
    nearMiss: (story) => void tellTalk(story),
  },
  {
    rule: 'RTP-ADDR',
    severity: 'note',
    fires: (story) => void tellTalk(story, { from: endpoint('192.0.2.10:4002') }),
    facts: { port: 4002, announcedPort: 4000 },
    nearMiss: (story) => void tellTalk(story),
  },
  {
    rule: 'RTP-ADDR',
    about: 'through NAT',
    severity: 'warning',
    fires: (story) => tellPrivate(story, true),
    nearMiss: (story) => void tellTalk(story, { from: endpoint('192.0.2.10:4002') }),
  },
  { rule: 'RTP-REBIND', fires: (story) => tellMove(story, 0xa11ce), nearMiss: (story) => tellMove(story, 0xa11cf) },
  {
    rule: 'RTP-SSRC',
    severity: 'note',
    fires: (story) => {
      tellTalk(story, { lasts: 8000, toCallee: { count: 350 } });
      story.rtp(7120, mine, theirs, { count: 50, ssrc: 0xa11cf });
    },
    nearMiss: (story) => {
      // a re-INVITE says why
      tellTalk(story, {
        lasts: 8000,
        toCallee: { count: 350 },
        meanwhile: (call) => {
          const again = call.invite({ sdp: audio(mine, { version: 2 }) });
          const ok = call.respond(again, 200, { sdp: audio(theirs, { version: 2 }) });
          return [
            [6900, again],
            [6950, ok],
            [6960, call.acknowledge(ok)],
          ];
        },
      });
      story.rtp(7120, mine, theirs, { count: 50, ssrc: 0xa11cf });
    },
  },
  {
    rule: 'RTP-COLLIDE',
    fires: (story) => {
      tellTalk(story);
      story.rtp(130, elsewhere, theirs, { count: 200, ssrc: 0xa11ce, firstSequence: 30_000 });
    },
    nearMiss: (story) => {
      tellTalk(story);
      story.rtp(130, elsewhere, theirs, { count: 200, ssrc: 0xa11cf, firstSequence: 30_000 });
    },
  },
  {
    rule: 'RTP-COLLIDE',
    about: 'two sources of one place at once',
    fires: (story) => {
      tellTalk(story);
      story.rtp(130, mine, theirs, { count: 200, ssrc: 0xbeef, firstSequence: 30_000 });
    },
    facts: { kind: 'interleaved' },
    // one after the other
    nearMiss: (story) => {
      tellTalk(story, { toCallee: { count: 100 } });
      story.rtp(2200, mine, theirs, { count: 130, ssrc: 0xbeef, firstSequence: 30_000 });
    },
  },
  {
    rule: 'RTP-DUP-STREAM',
    fires: (story) => {
      tellTalk(story);
      story.rtp(121, mine, elsewhere, { count: 250, ssrc: 0xa11ce });
    },
    nearMiss: (story) => {
      tellTalk(story);
      story.rtp(121, mine, elsewhere, { count: 250, ssrc: 0xa11ce, firstSequence: 4000, firstTimestamp: 999 });
    },
  },
];
