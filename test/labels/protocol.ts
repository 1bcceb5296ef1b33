/** What went wrong between the machines: session intervals, crossing requests, overload, loops. */
import { alice, bob } from '../forge/plain-call.ts';
import { createCall, type HeaderChange } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { fail, proxy, setUp, sound, type LabelCase } from './tell.ts';

function tooSmall(story: Story, second: number): void {
  const call = createCall(alice, bob);
  const ask = (at: number, expires: number, status: number, headers: readonly HeaderChange[]): void => {
    const invite = call.invite({
      sdp: sound(alice),
      headers: [
        ['Session-Expires', String(expires)],
        ['To', '<sip:bob@192.0.2.20>'],
      ],
    });
    const final = call.respond(invite, status, { headers });
    story.sip(at, invite);
    story.sip(at + 20, final);
    story.sip(at + 30, call.acknowledge(final));
  };
  ask(0, 60, 422, [['Min-SE', '1800']]);
  ask(100, second, second >= 1800 ? 200 : 422, second >= 1800 ? [] : [['Min-SE', '1800']]);
}

/** Both sides offer at once, or one after the other; the second is refused with 491. */
function glare(story: Story, crosses: boolean): void {
  const { call } = setUp(story, 0);
  const [one, other] = [
    call.request('INVITE', { by: 'caller', sdp: sound(alice, { version: 2 }) }),
    call.request('INVITE', { by: 'callee', sdp: sound(bob, { version: 2 }) }),
  ];
  const ok = call.respond(one, 200, { sdp: sound(bob) });
  const refused = call.respond(other, 491);
  const later = crosses ? 3005 : 4000;
  story.sip(3000, one);
  story.sip(later, other);
  story.sip(crosses ? 3100 : 3050, ok);
  story.sip(later + 5, refused);
  story.sip(later + 10, call.acknowledge(refused));
  story.sip(4100, call.acknowledge(ok));
}

function overlap(story: Story, isPending: boolean): void {
  const { call } = setUp(story, 0);
  const first = call.request('INVITE', { sdp: sound(alice, { version: 2 }) });
  const second = call.request('INVITE', { sdp: sound(alice, { version: 3 }) });
  const ok = call.respond(first, 200, { sdp: sound(bob) });
  const refused = call.respond(second, 500, { headers: [['Retry-After', '4']] });
  story.sip(3000, first);
  story.sip(isPending ? 3500 : 3010, ok);
  story.sip(3020, second);
  story.sip(3030, refused);
  story.sip(3040, call.acknowledge(refused));
  story.sip(3600, call.acknowledge(ok));
}

/** The INVITE comes by the proxy a second time; then it is given up, or bob rings. */
function loop(story: Story, rings: boolean): void {
  const via = (count: number): string =>
    Array.from({ length: count }, (_, n) => `SIP/2.0/UDP 192.0.2.${10 + n}:5060;branch=z9hG4bK-${count - n}`).join('\r\nVia: ');
  const call = createCall(alice, bob, { callId: 'loop' });
  const hop = (at: number, from: typeof alice, to: typeof alice, count: number): ReturnType<typeof call.invite> => {
    const each = createCall({ ...alice, at: from.at }, { ...bob, at: to.at }, { callId: 'loop' });
    const request = each.invite({
      sdp: sound(alice),
      requestUri: 'sip:bob@example.com',
      headers: [
        ['Via', via(count)],
        ['Max-Forwards', String(71 - count)],
      ],
    });
    story.sip(at, request);
    return request;
  };
  const next = { ...proxy, at: { ...proxy.at, address: '192.0.2.2' } };
  const first = hop(0, alice, proxy, 1);
  hop(5, proxy, next, 2);
  hop(10, next, proxy, 3);
  hop(15, proxy, bob, 4);
  story.sip(500, call.respond(first, rings ? 180 : 404));
}

export const protocol: readonly LabelCase[] = [
  { label: 'SE_TOO_SMALL', fires: (story) => tooSmall(story, 1800), nearMiss: (story) => tooSmall(story, 90) },
  { label: 'GLARE_491', fires: (story) => glare(story, true), nearMiss: (story) => glare(story, false) },
  { label: 'OVERLAP_500', fires: (story) => overlap(story, true), nearMiss: (story) => overlap(story, false) },
  {
    label: 'OVERLOAD_503',
    fires: (story) => void fail(story, 0, 503, { finalHeaders: [['Retry-After', '30']] }),
    nearMiss: (story) => void fail(story, 0, 503),
  },
  { label: 'LOOP_482', fires: (story) => void fail(story, 0, 482), nearMiss: (story) => void fail(story, 0, 483) },
  { label: 'LOOP_482', about: 'by a node twice', fires: (story) => loop(story, false), nearMiss: (story) => loop(story, true) },
  { label: 'HOPS_483', fires: (story) => void fail(story, 0, 483), nearMiss: (story) => void fail(story, 0, 482) },
];
