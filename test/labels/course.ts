/** The course of a call: basic, released, changed, busy, not answered, held, forked, emergency, anonymous. */
import { endpoint } from '../forge/address.ts';
import { alice, bob } from '../forge/plain-call.ts';
import { audio } from '../forge/sdp.ts';
import { createCall } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { ask, carol, fail, hangUp, offerInside, plain, setUp, sound, type LabelCase } from './tell.ts';

/** The caller holds with an offer of that form, and resumes when told. */
function held(form: Parameters<typeof audio>[1] & { readonly port?: number; readonly address?: string }, resumes = true, by: 'caller' | 'callee' = 'caller') {
  return (story: Story): void => {
    const set = setUp(story, 0);
    const { port = 4000, address, ...more } = form;
    const who = by === 'caller' ? alice : bob;
    offerInside(story, 3000, set, audio({ address: address ?? who.at.address, port }, { ...more, version: 2 }), { by });
    if (resumes) offerInside(story, 6000, set, sound(who, { version: 3 }), { by });
    hangUp(story, 9000, set);
  };
}

function cancelled(story: Story, rings: boolean): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: sound(alice) });
  story.sip(0, invite);
  story.sip(50, call.respond(invite, rings ? 180 : 100));
  const cancel = call.cancel(invite);
  story.sip(5000, cancel);
  story.sip(5010, call.respond(cancel, 200));
  const final = call.respond(invite, 487);
  story.sip(5020, final);
  story.sip(5030, call.acknowledge(final));
}

function forked(story: Story, tags: readonly string[], answers: readonly string[]): void {
  const call = createCall(alice, bob);
  const invite = call.invite({ sdp: sound(alice) });
  story.sip(0, invite);
  for (const [n, toTag] of tags.entries()) story.sip(100 + n * 10, call.respond(invite, 180, { toTag }));
  for (const [n, toTag] of answers.entries()) {
    const ok = call.respond(invite, 200, { toTag, sdp: sound(bob) });
    story.sip(1000 + n * 50, ok);
    story.sip(1020 + n * 50, call.acknowledge(ok));
  }
}

export const course: readonly LabelCase[] = [
  {
    label: 'BASIC_CALL',
    fires: plain,
    nearMiss: (story) => {
      const set = setUp(story, 0);
      ask(story, 3000, set, 'REFER', [['Refer-To', '<sip:carol@192.0.2.30>']], 'caller', 202);
      hangUp(story, 8000, set);
    },
  },
  {
    label: 'BASIC_CALL',
    about: 'without ringing is not one',
    fires: plain,
    nearMiss: (story) => {
      const call = createCall(alice, bob);
      const invite = call.invite({ sdp: sound(alice) });
      const ok = call.respond(invite, 200, { sdp: sound(bob) });
      story.sip(0, invite);
      story.sip(100, ok);
      story.sip(110, call.acknowledge(ok));
      hangUp(story, 8000, { call, invite, ok });
    },
  },
  { label: 'RELEASE_CALLER', fires: plain, nearMiss: (story) => hangUp(story, 8000, setUp(story, 0), 'callee') },
  { label: 'RELEASE_CALLEE', fires: (story) => hangUp(story, 8000, setUp(story, 0), 'callee'), nearMiss: plain },
  {
    label: 'SESSION_MODIFY',
    fires: (story) => {
      const set = setUp(story, 0);
      offerInside(story, 3000, set, sound(alice, { codecs: ['9 G722/8000'], version: 2 }), { answer: sound(bob, { codecs: ['9 G722/8000'] }) });
      hangUp(story, 8000, set);
    },
    nearMiss: (story) => {
      const set = setUp(story, 0);
      offerInside(story, 3000, set, sound(alice, { version: 2 }));
      hangUp(story, 8000, set);
    },
  },
  {
    label: 'SESSION_MODIFY',
    about: 'another port by UPDATE; refused it is none',
    fires: (story) => offerInside(story, 3000, setUp(story, 0), sound(alice, { version: 2 }, 4444), { method: 'UPDATE' }) && undefined,
    nearMiss: (story) => offerInside(story, 3000, setUp(story, 0), sound(alice, { version: 2 }, 4444), { method: 'UPDATE', status: 488 }) && undefined,
  },
  { label: 'BUSY', fires: (story) => void fail(story, 0, 486), nearMiss: (story) => void fail(story, 0, 603) },
  {
    label: 'BUSY',
    about: '480 with Q.850 17',
    fires: (story) => void fail(story, 0, 480, { finalHeaders: [['Reason', 'Q.850;cause=17;text="User busy"']] }),
    nearMiss: (story) => void fail(story, 0, 480, { finalHeaders: [['Reason', 'Q.850;cause=19']] }),
  },
  { label: 'NO_ANSWER_CANCEL', fires: (story) => cancelled(story, true), nearMiss: (story) => cancelled(story, false) },
  { label: 'NO_ANSWER_TIMEOUT', fires: (story) => void fail(story, 0, 480), nearMiss: (story) => void fail(story, 0, 480, { rings: false }) },
  { label: 'NO_ANSWER_TIMEOUT', about: '408', fires: (story) => void fail(story, 0, 408), nearMiss: (story) => void fail(story, 0, 404) },
  ...(
    [
      ['sendonly', { direction: 'sendonly' }],
      ['inactive', { direction: 'inactive' }],
      ['0.0.0.0', { address: '0.0.0.0' }],
      ['port 0', { port: 0 }],
    ] as const
  ).flatMap(([about, form]): LabelCase[] => [
    { label: 'HOLD_RESUME', about, fires: held(form), nearMiss: held(form, false) },
    { label: 'HOLD', about, fires: held(form, false, 'callee'), nearMiss: held(form, true, 'callee') },
  ]),
  { label: 'HOLD', about: 'recvonly is none', fires: held({ direction: 'sendonly' }, false), nearMiss: held({ direction: 'recvonly' }, false) },
  { label: 'FORK', fires: (story) => forked(story, ['x', 'y'], ['y']), nearMiss: (story) => forked(story, ['x', 'x'], ['x']) },
  { label: 'FORK_MULTI_200', fires: (story) => forked(story, ['x', 'y'], ['x', 'y']), nearMiss: (story) => forked(story, ['x', 'y'], ['y']) },
  {
    label: 'EMERGENCY',
    fires: (story) => void setUp(story, 0, { requestUri: 'urn:service:sos.police' }),
    nearMiss: (story) => void setUp(story, 0, { requestUri: 'urn:service:counseling' }),
  },
  {
    label: 'EMERGENCY',
    about: '112 with a location',
    fires: (story) => void setUp(story, 0, { requestUri: 'sip:112@example.com', headers: [['Geolocation', '<cid:target@alice.example>']] }),
    nearMiss: (story) => void setUp(story, 0, { requestUri: 'sip:112@example.com' }),
  },
  {
    label: 'ANONYMOUS',
    fires: (story) => void setUp(story, 0, { from: { user: 'anonymous', domain: 'anonymous.invalid', at: alice.at } }),
    nearMiss: plain,
  },
  {
    label: 'ANONYMOUS',
    about: 'Privacy',
    fires: (story) => void setUp(story, 0, { headers: [['Privacy', 'user;id']] }),
    nearMiss: (story) => void setUp(story, 0, { headers: [['Privacy', 'none']] }),
  },
  {
    label: 'CALL_WAITING',
    fires: (story) => {
      const first = setUp(story, 0);
      const second = setUp(story, 5000, { from: carol });
      offerInside(story, 6500, first, sound(bob, { direction: 'sendonly', version: 2 }), { by: 'callee' });
      hangUp(story, 12_000, second);
      hangUp(story, 14_000, first);
    },
    nearMiss: (story) => {
      const first = setUp(story, 0);
      const second = setUp(story, 5000, { from: carol, to: { user: 'dave', at: endpoint('192.0.2.40:5060') } });
      offerInside(story, 6500, first, sound(bob, { direction: 'sendonly', version: 2 }), { by: 'callee' });
      hangUp(story, 12_000, second);
      hangUp(story, 14_000, first);
    },
  },
  {
    label: 'CALL_WAITING',
    about: 'refused as busy',
    fires: (story) => {
      const first = setUp(story, 0);
      fail(story, 5000, 486, { from: carol });
      hangUp(story, 14_000, first);
    },
    nearMiss: (story) => {
      const first = setUp(story, 0);
      fail(story, 5000, 486, { from: carol, rings: false });
      hangUp(story, 14_000, first);
    },
  },
  {
    label: 'CALL_WAITING',
    about: 'Alert-Info',
    fires: (story) => void setUp(story, 0, { ringing: [['Alert-Info', '<urn:alert:service:call-waiting>']] }),
    nearMiss: (story) => void setUp(story, 0, { ringing: [['Alert-Info', '<urn:alert:source:internal>']] }),
  },
];
