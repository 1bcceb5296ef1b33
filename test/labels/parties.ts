/** Calls of more than two: forwarded, redirected, transferred, three-way, conferences, pickup, park, third-party control. */
import { endpoint } from '../forge/address.ts';
import { alice, bob } from '../forge/plain-call.ts';
import { createCall, type HeaderChange, type Party, type SipCall } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { ask, carol, dave, fail, hangUp, offerInside, plain, proxy, setUp, sound, type LabelCase, type Set } from './tell.ts';

const diversion = (reason: string): HeaderChange => ['Diversion', `<sip:bob@example.com>;reason=${reason};counter=1`];
const history = (cause: string): HeaderChange => [
  'History-Info',
  `<sip:bob@example.com?Reason=SIP%3Bcause%3D${cause}>;index=1, <sip:carol@example.com>;index=1.1`,
];
const inFrom = (name: 'replaces' | 'refer-to', set: Set, more = ''): HeaderChange =>
  name === 'replaces'
    ? ['Replaces', `${set.call.callId};to-tag=x;from-tag=y${more}`]
    : ['Refer-To', `<sip:${set.call.callee.user}@192.0.2.30?Replaces=${encodeURIComponent(set.call.callId)}%3Bto-tag%3Dx%3Bfrom-tag%3Dy>`];

function notify(story: Story, at: number, set: Set, status: string): void {
  ask(
    story,
    at,
    set,
    'NOTIFY',
    [
      ['Event', 'refer'],
      ['Subscription-State', 'terminated;reason=noresource'],
    ],
    'callee',
    200,
    `SIP/2.0 ${status}\r\n`,
  );
}

/** A 302, and a call after it that goes to its Contact or elsewhere. */
function redirected(story: Story, toContact: boolean, sameCallId: boolean): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: sound(alice) });
  const moved = call.respond(invite, 302, { headers: [['Contact', '<sip:carol@192.0.2.30:5060>;expires=60']] });
  story.sip(0, invite);
  story.sip(50, moved);
  story.sip(60, call.acknowledge(moved));
  const uri = toContact ? 'sip:carol@192.0.2.30' : 'sip:dave@192.0.2.40';
  const second: SipCall = sameCallId ? call : createCall(alice, { ...carol, user: 'carol' }, { callId: 'second' });
  const again = second.invite({ sdp: sound(alice), requestUri: uri, headers: sameCallId ? [['To', '<sip:bob@192.0.2.20>']] : [] });
  const ok = second.respond(again, 200, { sdp: sound(carol) });
  story.sip(300, again);
  story.sip(900, ok);
  story.sip(910, second.acknowledge(ok));
}

/** A proxy tries bob, who refuses or rings, and then carol. */
function serial(story: Story, refusal: number, rings: number): void {
  const toProxy: Party = { ...bob, at: proxy.at };
  const near = createCall(alice, toProxy, { callId: 'serial' });
  const invite = near.invite({ sdp: sound(alice), requestUri: 'sip:bob@example.com' });
  story.sip(0, invite);
  const hop = (at: number, target: Party, branch: string): { readonly request: ReturnType<SipCall['invite']>; readonly far: SipCall } => {
    const far = createCall({ ...alice, at: proxy.at }, target, { callId: 'serial', toTag: `tag-${target.user}` });
    const request = far.invite({
      sdp: sound(alice),
      branch,
      requestUri: `sip:${target.user}@${target.at.address}`,
      headers: [['Via', `SIP/2.0/UDP 192.0.2.1:5060;branch=${branch}\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-serial-1`]],
    });
    story.sip(at, request);
    return { request, far };
  };
  const first = hop(5, bob, 'z9hG4bK-one');
  story.sip(100, first.far.respond(first.request, 180));
  const refused = first.far.respond(first.request, refusal);
  story.sip(rings, refused);
  story.sip(rings + 1, first.far.acknowledge(refused));
  const second = hop(rings + 10, carol, 'z9hG4bK-two');
  const ok = second.far.respond(second.request, 200, { sdp: sound(carol) });
  story.sip(rings + 1000, ok);
  story.sip(rings + 1005, near.respond(invite, 200, { sdp: sound(carol), toTag: 'tag-carol' }));
}

/** Alice talks to bob, calls carol too, and takes bob back while carol is held or not. */
function threeWay(story: Story, holdsCarol: boolean): void {
  const first = setUp(story, 0);
  offerInside(story, 3000, first, sound(alice, { direction: 'sendonly', version: 2 }));
  const second = setUp(story, 4000, { from: alice, to: carol });
  if (holdsCarol) offerInside(story, 7000, second, sound(alice, { direction: 'sendonly', version: 2 }, 4002));
  offerInside(story, 7100, first, sound(alice, { version: 3 }));
  hangUp(story, 20_000, first);
  hangUp(story, 21_000, second);
}

/** So many people in calls to one room at once. */
function room(story: Story, people: number): void {
  const sets = Array.from({ length: people }, (_, n) =>
    setUp(story, n * 1500, { from: { user: `user${n}`, at: endpoint(`192.0.2.${50 + n}:5060`) }, to: { user: '7000', at: endpoint('192.0.2.99:5060') } }),
  );
  for (const [n, set] of sets.entries()) hangUp(story, 30_000 + n * 100, set);
}

function clickToCall(story: Story, passesOffer: boolean): void {
  const controller: Party = { user: 'click', at: endpoint('192.0.2.9:5060') };
  const first = createCall(controller, alice, { callId: 'first' });
  const second = createCall(controller, bob, { callId: 'second' });
  const invite = first.invite();
  const offer = first.respond(invite, 200, { sdp: sound(alice) });
  const passed = second.invite({ sdp: passesOffer ? sound(alice) : sound(controller) });
  const answer = second.respond(passed, 200, { sdp: sound(bob) });
  story.sip(0, invite);
  story.sip(1000, offer);
  story.sip(1010, passed);
  story.sip(1100, second.respond(passed, 180));
  story.sip(3000, answer);
  story.sip(3010, second.acknowledge(answer));
  story.sip(3011, first.acknowledge(offer, { sdp: sound(bob) }));
}

function watch(story: Story, user: string): void {
  const call = createCall(carol, { ...bob, user }, { callId: 'watch' });
  const subscribe = call.request('SUBSCRIBE', {
    headers: [
      ['Event', 'dialog'],
      ['Expires', '600'],
    ],
  });
  story.sip(0, subscribe);
  story.sip(20, call.respond(subscribe, 200));
}

const refer: HeaderChange = ['Refer-To', '<sip:carol@192.0.2.30>'];
const referredBy: HeaderChange = ['Referred-By', '<sip:alice@192.0.2.10>'];

export const parties: readonly LabelCase[] = [
  ...(
    [
      ['FWD_BUSY', 'user-busy', '486'],
      ['FWD_NOANSWER', 'no-answer', '408'],
      ['FWD_UNCOND', 'unconditional', '302'],
    ] as const
  ).flatMap(([label, reason, cause]): LabelCase[] => [
    {
      label,
      fires: (story) => void setUp(story, 0, { headers: [diversion(reason)] }),
      nearMiss: (story) => void setUp(story, 0, { headers: [diversion('time-of-day')] }),
    },
    {
      label,
      about: 'History-Info in 181',
      fires: (story) => void setUp(story, 0, { ringing: [history(cause)] }),
      nearMiss: (story) => void setUp(story, 0, { ringing: [history('200')] }),
    },
  ]),
  { label: 'FWD_BUSY', about: 'a proxy tries another after 486', fires: (story) => serial(story, 486, 300), nearMiss: (story) => serial(story, 404, 300) },
  {
    label: 'FWD_NOANSWER',
    about: 'a proxy tries another after ringing',
    fires: (story) => serial(story, 480, 9000),
    nearMiss: (story) => serial(story, 480, 900),
  },
  { label: 'REDIRECT_302', fires: (story) => redirected(story, true, true), nearMiss: (story) => redirected(story, false, true) },
  {
    label: 'REDIRECT_302',
    about: 'with another Call-ID',
    fires: (story) => redirected(story, true, false),
    nearMiss: (story) => redirected(story, false, false),
  },
  {
    label: 'XFER_BLIND',
    fires: (story) => {
      const set = setUp(story, 0);
      ask(story, 3000, set, 'REFER', [refer], 'caller', 202);
      notify(story, 4000, set, '200 OK');
      hangUp(story, 5000, set);
    },
    nearMiss: (story) => {
      const set = setUp(story, 0);
      ask(story, 3000, set, 'REFER', [refer], 'caller', 603);
      hangUp(story, 5000, set);
    },
  },
  {
    label: 'XFER_BLIND',
    about: 'the call it makes',
    fires: (story) => void setUp(story, 0, { from: bob, to: carol, headers: [referredBy] }),
    nearMiss: (story) => void setUp(story, 0, { from: bob, to: carol }),
  },
  {
    label: 'XFER_ATTENDED',
    fires: (story) => {
      const first = setUp(story, 0);
      offerInside(story, 2000, first, sound(alice, { direction: 'sendonly', version: 2 }));
      const second = setUp(story, 3000, { from: alice, to: carol });
      ask(story, 6000, first, 'REFER', [inFrom('refer-to', second)], 'caller', 202);
      notify(story, 7000, first, '200 OK');
      hangUp(story, 7100, first);
      hangUp(story, 7200, second);
    },
    nearMiss: (story) => {
      const first = setUp(story, 0);
      ask(story, 6000, first, 'REFER', [refer], 'caller', 202);
      notify(story, 7000, first, '200 OK');
      hangUp(story, 7100, first);
    },
  },
  {
    label: 'XFER_ATTENDED',
    about: 'Replaces of a call that stands',
    fires: (story) => {
      const second = setUp(story, 0, { from: alice, to: carol });
      setUp(story, 5000, { from: bob, to: carol, headers: [inFrom('replaces', second)] });
    },
    nearMiss: (story) => {
      setUp(story, 0, { from: alice, to: carol });
      setUp(story, 5000, { from: bob, to: carol });
    },
  },
  {
    label: 'XFER_FAIL',
    fires: (story) => {
      const set = setUp(story, 0);
      ask(story, 3000, set, 'REFER', [refer], 'caller', 202);
      notify(story, 4000, set, '486 Busy Here');
      hangUp(story, 9000, set);
    },
    nearMiss: (story) => {
      const set = setUp(story, 0);
      ask(story, 3000, set, 'REFER', [refer], 'caller', 202);
      notify(story, 4000, set, '200 OK');
      hangUp(story, 9000, set);
    },
  },
  {
    label: 'XFER_FAIL',
    about: 'taken back without a word',
    fires: (story) => {
      const set = setUp(story, 0);
      offerInside(story, 2000, set, sound(alice, { direction: 'sendonly', version: 2 }));
      ask(story, 3000, set, 'REFER', [refer], 'caller', 202);
      offerInside(story, 9000, set, sound(alice, { version: 3 }));
    },
    nearMiss: (story) => {
      const set = setUp(story, 0);
      offerInside(story, 2000, set, sound(alice, { direction: 'sendonly', version: 2 }));
      ask(story, 3000, set, 'REFER', [refer], 'caller', 202);
      hangUp(story, 9000, set);
    },
  },
  { label: 'THREE_WAY_LOCAL', fires: (story) => threeWay(story, false), nearMiss: (story) => threeWay(story, true) },
  {
    label: 'CONFERENCE',
    fires: (story) => void setUp(story, 0, { okHeaders: [['Contact', '<sip:7000@192.0.2.20:5060>;isfocus']] }),
    nearMiss: (story) => void setUp(story, 0, { okHeaders: [['Contact', '<sip:7000@192.0.2.20:5060>;audio']] }),
  },
  { label: 'CONFERENCE', about: 'three people in one room', fires: (story) => room(story, 3), nearMiss: (story) => room(story, 2) },
  {
    label: 'CONFERENCE',
    about: 'Join',
    fires: (story) => void setUp(story, 0, { headers: [['Join', 'other@example.com;to-tag=1;from-tag=2']] }),
    nearMiss: (story) => void setUp(story, 0, { headers: [['X-Join', 'other@example.com;to-tag=1;from-tag=2']] }),
  },
  {
    label: 'PICKUP',
    fires: (story) => {
      const call = createCall(alice, bob, { callId: 'ringing' });
      const invite = call.invite({ sdp: sound(alice) });
      story.sip(0, invite);
      story.sip(100, call.respond(invite, 180));
      setUp(story, 2000, { from: carol, to: alice, headers: [['Replaces', 'ringing;to-tag=tag-bob;from-tag=tag-alice']] });
    },
    nearMiss: (story) => {
      const set = setUp(story, 0);
      setUp(story, 5000, { from: carol, to: alice, headers: [inFrom('replaces', set)] });
    },
  },
  {
    label: 'PICKUP',
    about: 'early-only',
    fires: (story) => void setUp(story, 0, { headers: [['Replaces', 'gone@example.com;to-tag=1;from-tag=2;early-only']] }),
    nearMiss: (story) => void setUp(story, 0, { headers: [['Replaces', 'gone@example.com;to-tag=1;from-tag=2']] }),
  },
  {
    label: 'PICKUP',
    about: 'a feature code of somebody who watches the phone',
    fires: (story) => {
      watch(story, '101');
      setUp(story, 1000, { from: carol, to: proxy, requestUri: 'sip:**101@example.com' });
    },
    nearMiss: (story) => {
      watch(story, '101');
      setUp(story, 1000, { from: carol, to: proxy, requestUri: 'sip:*97@example.com' });
    },
  },
  {
    label: 'PARK',
    fires: (story) => {
      const parked = setUp(story, 0, { from: bob, to: { ...dave, user: 'park-701' }, headers: [referredBy] });
      setUp(story, 20_000, { from: carol, to: bob, headers: [inFrom('replaces', parked)] });
    },
    nearMiss: (story) => {
      const set = setUp(story, 0, { from: bob, to: dave });
      setUp(story, 20_000, { from: carol, to: bob, headers: [inFrom('replaces', set)] });
    },
  },
  { label: 'CLICK2CALL', fires: (story) => clickToCall(story, true), nearMiss: (story) => clickToCall(story, false) },
  { label: 'FWD_UNCOND', about: '181 at once', fires: (story) => forwardedAtOnce(story, 181), nearMiss: (story) => forwardedAtOnce(story, 182) },
  { label: 'XFER_FAIL', about: 'the target refuses', fires: (story) => void fail(story, 0, 486, { headers: [referredBy] }), nearMiss: plain },
];

function forwardedAtOnce(story: Story, status: number): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: sound(alice) });
  story.sip(0, invite);
  story.sip(30, call.respond(invite, status));
  story.sip(300, call.respond(invite, 180));
}
