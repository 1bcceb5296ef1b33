/** Registrations, and what else has no INVITE: messages, presence, waiting messages, keep-alive, intervals, scans. */
import { endpoint } from '../forge/address.ts';
import { alice, bob } from '../forge/plain-call.ts';
import { createCall, createRegistration, type HeaderChange, type Party, type SipCall } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import { carol, type LabelCase } from './tell.ts';

const registrar = endpoint('192.0.2.1:5060');
const home: Party = { ...alice, domain: 'example.com' };
const credentials: HeaderChange = ['Authorization', 'Digest username="alice", realm="example.com", nonce="abc", uri="sip:example.com", response="0"'];
const challenge: HeaderChange = ['WWW-Authenticate', 'Digest realm="example.com", nonce="abc", qop="auth", algorithm=SHA-256'];
const contact = (expires: number): HeaderChange => ['Contact', `<sip:alice@192.0.2.10:5060>;expires=${expires}`];

/** One REGISTER and its answer. */
function register(story: Story, at: number, of: SipCall, status: number, asked: readonly HeaderChange[], answered: readonly HeaderChange[] = []): void {
  const request = of.request('REGISTER', { headers: asked });
  story.sip(at, request);
  story.sip(at + 20, of.respond(request, status, { headers: answered }));
}

function registered(story: Story, expires: number, withCredentials: boolean): void {
  const of = createRegistration(home, registrar);
  register(story, 0, of, 401, [contact(expires)], [challenge]);
  register(story, 100, of, withCredentials ? 200 : 403, [contact(expires), credentials], withCredentials ? [contact(expires)] : []);
}

function outside(story: Story, method: string, headers: readonly HeaderChange[], status: number | null = 200, at = 0): void {
  const call = createCall(alice, bob, { callId: `${method}-${at}` });
  const request = call.request(method, { headers });
  story.sip(at, request);
  if (status !== null) story.sip(at + 20, call.respond(request, status));
}

function brief(story: Story, second: number, method: string): void {
  const of = method === 'REGISTER' ? createRegistration(home, registrar) : createCall(alice, bob);
  const ask = (at: number, status: number, expires: number, more: readonly HeaderChange[]): void => {
    const request = of.request(method, {
      headers: [
        ['Expires', String(expires)],
        ['Event', 'presence'],
      ],
    });
    story.sip(at, request);
    story.sip(at + 20, of.respond(request, status, { headers: more }));
  };
  ask(0, 423, 60, [['Min-Expires', '600']]);
  ask(100, second >= 600 ? 200 : 423, second, [['Min-Expires', '600']]);
}

/** REGISTERs of many users or with many wrong passwords from one address. */
function storm(story: Story, agent: string, status: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const party: Party = { user: `1${i}`, at: carol.at, domain: 'example.com', agent };
    const of = createRegistration(party, registrar, { callId: `storm-${i}` });
    register(story, i * 200, of, status, [credentials]);
  }
}

export const registrations: readonly LabelCase[] = [
  { label: 'REG_DIGEST', fires: (story) => registered(story, 600, true), nearMiss: (story) => registered(story, 600, false) },
  {
    label: 'REG_REFRESH',
    fires: (story) => {
      const of = createRegistration(home, registrar);
      register(story, 0, of, 200, [contact(600)], [contact(600)]);
      register(story, 300_000, of, 200, [contact(600)], [contact(600)]);
    },
    nearMiss: (story) => registered(story, 600, true),
  },
  {
    label: 'REG_REFRESH',
    about: 'with another Call-ID',
    fires: (story) => {
      for (const n of [0, 1]) register(story, n * 300_000, createRegistration(home, registrar, { callId: `reg-${n}` }), 200, [contact(600)], [contact(600)]);
    },
    nearMiss: (story) => {
      for (const n of [0, 1])
        register(story, n * 300_000, createRegistration(home, registrar, { callId: `reg-${n}` }), 200, [['Contact', `<sip:alice@192.0.2.1${n}>;expires=600`]]);
    },
  },
  {
    label: 'REG_QUERY',
    fires: (story) => register(story, 0, createRegistration(home, registrar), 200, [['Contact', undefined]], [contact(500)]),
    nearMiss: (story) => register(story, 0, createRegistration(home, registrar), 200, [contact(600)], [contact(600)]),
  },
  { label: 'REG_FAIL', fires: (story) => registered(story, 600, false), nearMiss: (story) => registered(story, 600, true) },
  {
    label: 'REG_FAIL',
    about: 'wrong credentials',
    fires: (story) => {
      const of = createRegistration(home, registrar);
      register(story, 0, of, 401, [contact(600)], [challenge]);
      register(story, 100, of, 401, [contact(600), credentials], [challenge]);
    },
    nearMiss: (story) => {
      const of = createRegistration(home, registrar);
      register(story, 0, of, 401, [contact(600)], [challenge]);
      register(story, 100, of, 401, [contact(600), credentials], [['WWW-Authenticate', 'Digest realm="example.com", nonce="new", stale=true']]);
      register(story, 200, of, 200, [contact(600), credentials], [contact(600)]);
    },
  },
  {
    label: 'REG_FAIL',
    about: 'credentials before a challenge are not refused by it',
    fires: (story) => registered(story, 600, false),
    nearMiss: (story) => {
      const of = createRegistration(home, registrar);
      register(story, 0, of, 401, [contact(600), credentials], [challenge]);
      register(story, 100, of, 200, [contact(600), credentials], [contact(600)]);
    },
  },
  {
    label: 'DEREG',
    fires: (story) => register(story, 0, createRegistration(home, registrar), 200, [contact(0)]),
    nearMiss: (story) => register(story, 0, createRegistration(home, registrar), 200, [contact(60)], [contact(60)]),
  },
  {
    label: 'DEREG',
    about: 'all of them',
    fires: (story) =>
      register(story, 0, createRegistration(home, registrar), 200, [
        ['Contact', '*'],
        ['Expires', '0'],
      ]),
    nearMiss: (story) =>
      register(story, 0, createRegistration(home, registrar), 403, [
        ['Contact', '*'],
        ['Expires', '0'],
      ]),
  },
  {
    label: 'REG_THIRD_PARTY',
    fires: (story) => register(story, 0, createRegistration(home, registrar), 200, [['From', '<sip:scscf.example.com>;tag=s'], contact(600)]),
    nearMiss: (story) => register(story, 0, createRegistration(home, registrar), 200, [['From', '"Alice" <sip:alice@EXAMPLE.com:5060>;tag=s'], contact(600)]),
  },
  { label: 'INTERVAL_BRIEF', fires: (story) => brief(story, 900, 'REGISTER'), nearMiss: (story) => brief(story, 120, 'REGISTER') },
  { label: 'INTERVAL_BRIEF', about: 'SUBSCRIBE', fires: (story) => brief(story, 600, 'SUBSCRIBE'), nearMiss: (story) => brief(story, 120, 'SUBSCRIBE') },
  { label: 'MESSAGE', fires: (story) => outside(story, 'MESSAGE', []), nearMiss: (story) => outside(story, 'INFO', []) },
  {
    label: 'PRESENCE',
    fires: (story) => outside(story, 'SUBSCRIBE', [['Event', 'presence']]),
    nearMiss: (story) => outside(story, 'SUBSCRIBE', [['Event', 'reg']]),
  },
  {
    label: 'PRESENCE',
    about: 'dialogs',
    fires: (story) => outside(story, 'NOTIFY', [['Event', 'dialog;id=7']]),
    nearMiss: (story) => outside(story, 'NOTIFY', [['Event', 'refer']]),
  },
  { label: 'MWI', fires: (story) => outside(story, 'NOTIFY', [['o', 'message-summary']]), nearMiss: (story) => outside(story, 'NOTIFY', [['o', 'presence']]) },
  { label: 'KEEPALIVE', fires: (story) => outside(story, 'OPTIONS', []), nearMiss: (story) => outside(story, 'OPTIONS', [], null) },
  { label: 'SCAN', fires: (story) => storm(story, 'friendly-scanner', 404, 3), nearMiss: (story) => storm(story, 'Forge phone 1.0', 404, 3) },
  { label: 'BRUTE', fires: (story) => storm(story, 'Forge phone 1.0', 403, 14), nearMiss: (story) => storm(story, 'Forge phone 1.0', 403, 5) },
];
