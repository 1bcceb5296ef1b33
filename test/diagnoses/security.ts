/** Rules about security (semantics 8.1): a story on which each fires, and one on which it must not. */
import { endpoint } from '../forge/address.ts';
import { alice, bob, tellPlainCall } from '../forge/plain-call.ts';
import { audio } from '../forge/sdp.ts';
import { createCall, createRegistration, type Party } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { aliceMedia, bobMedia, challenge, credentials, tellBye } from './healthy.ts';

const stranger: Party = { user: '100', at: endpoint('198.51.100.66:5071') };
const server = endpoint('192.0.2.1:5060');

/** OPTIONS or INVITE to so many users, `pause` milliseconds apart, each answered alike. */
function tellTries(
  story: Story,
  count: number,
  pause: number,
  method: string,
  status: number,
  from: Party = stranger,
  user = (n: number): string => `${1000 + n}`,
): void {
  for (let n = 0; n < count; n++) {
    const own = createCall(from, { user: user(n), at: server }, { callId: `try-${n}@scan.example`, fromTag: `t${n}` });
    const request = own.request(method, method === 'INVITE' ? { sdp: audio(endpoint('198.51.100.66:4000')) } : {});
    story.sip(n * pause, request);
    const response = own.respond(request, status, { toTag: `s${n}` });
    story.sip(n * pause + 5, response);
    if (method === 'INVITE') story.sip(n * pause + 8, own.acknowledge(response));
  }
}

/** So many registrations with credentials, each refused. */
function tellGuesses(story: Story, count: number, pause: number): void {
  for (let n = 0; n < count; n++) {
    const own = createRegistration({ ...alice, domain: 'example.com' }, server, { callId: `guess-${n}@example.com` });
    const request = own.request('REGISTER', { headers: [credentials] });
    story.dialogue(n * pause, 5, [request, own.respond(request, 401, { headers: [challenge] })]);
  }
}

function tellKeys(story: Story, lines: readonly string[]): void {
  const own = createCall(alice, bob);
  const protocol = lines.length > 0 ? 'RTP/SAVP' : 'RTP/AVP';
  const invite = own.invite({ sdp: audio(aliceMedia, { protocol, lines }) });
  const ok = own.respond(invite, 200, { sdp: audio(bobMedia, { protocol, lines, codecs: ['0 PCMU/8000'] }) });
  story.dialogue(0, 50, [invite, ok, own.acknowledge(ok)]);
  tellBye(story, own, 1000);
}

function tellChallenge(story: Story, value: string): void {
  const own = createRegistration({ ...alice, domain: 'example.com' }, server);
  const request = own.request('REGISTER');
  story.dialogue(0, 10, [request, own.respond(request, 401, { headers: [['WWW-Authenticate', value]] })]);
}

export const security: readonly Diagnosis[] = [
  {
    rule: 'SEC-SCAN',
    about: 'a tool that says its name',
    fires: (story) => tellTries(story, 1, 0, 'OPTIONS', 200, { ...stranger, agent: 'friendly-scanner' }),
    evidence: [1],
    facts: { tool: 'friendly-scanner', attempts: 1 },
    nearMiss: (story) => tellTries(story, 1, 0, 'OPTIONS', 200, { ...stranger, agent: 'Friendly phone' }),
  },
  {
    rule: 'SEC-SCAN',
    about: 'many accounts',
    fires: (story) => tellTries(story, 30, 1000, 'REGISTER', 404),
    facts: { users: 30, source: '198.51.100.66' },
    nearMiss: (story) => tellTries(story, 30, 1000, 'OPTIONS', 200),
  },
  {
    rule: 'SEC-SCAN',
    about: 'a server that is down is no scan',
    fires: (story) => tellTries(story, 30, 1000, 'REGISTER', 401),
    nearMiss: (story) => tellTries(story, 30, 1000, 'REGISTER', 503),
  },
  {
    rule: 'SEC-BRUTE',
    also: ['AUTH-LOOP'],
    fires: (story) => tellGuesses(story, 12, 1000),
    facts: { failures: 12 },
    nearMiss: (story) => tellGuesses(story, 12, 20_000),
  },
  {
    rule: 'SEC-FLOOD',
    fires: (story) => tellTries(story, 120, 10, 'INVITE', 503, stranger, () => '200'),
    facts: { successes: 0 },
    also: ['CALL-5XX'],
    nearMiss: (story) => tellTries(story, 120, 10, 'OPTIONS', 200, stranger, () => '200'),
  },
  {
    rule: 'SEC-FRAUD',
    fires: (story) => tellTries(story, 8, 5000, 'INVITE', 403, stranger, (n) => `${['00', '900', '011', '9011', '000', '+', '810', '1'][n]}972592277524`),
    facts: { calls: 8, number: '592277524' },
    nearMiss: (story) => tellTries(story, 8, 5000, 'INVITE', 486, stranger, (n) => `0097259227752${n}`),
  },
  {
    rule: 'SEC-CLEAR',
    fires: (story) => tellKeys(story, ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz']),
    evidence: [1],
    nearMiss: (story) => tellKeys(story, []),
  },
  {
    rule: 'AUTH-WEAK',
    fires: (story) => tellChallenge(story, 'Digest realm="a", nonce="b"'),
    evidence: [2],
    facts: { basic: 0 },
    nearMiss: (story) => tellChallenge(story, 'Digest realm="a", nonce="b", qop="auth"'),
  },
  {
    rule: 'AUTH-WEAK',
    about: 'Basic',
    fires: (story) => tellChallenge(story, 'Basic realm="a"'),
    evidence: [2],
    facts: { basic: 1 },
    nearMiss: (story) => void tellPlainCall(story),
  },
];
