/** Rules about registrations (semantics 8.1): a story on which each fires, and one on which it must not. */
import { endpoint } from '../forge/address.ts';
import { alice } from '../forge/plain-call.ts';
import { createRegistration, type SipCall } from '../forge/sip.ts';
import type { Story } from '../forge/story.ts';
import type { Diagnosis } from './diagnosis.ts';
import { credentials } from './healthy.ts';

const registrar = endpoint('192.0.2.1:5060');
const register = (): SipCall => createRegistration({ ...alice, domain: 'example.com' }, registrar);
const contact = (port: number, expires: number): readonly [string, string] => ['Contact', `<sip:alice@192.0.2.10:${port}>;expires=${expires}`];

/** REGISTER and its 200 at these moments, in seconds; every step says port and expiry. */
function tellSteps(story: Story, steps: readonly (readonly [at: number, port: number, expires: number])[]): void {
  const own = register();
  for (const [at, port, expires] of steps) {
    const request = own.request('REGISTER', { headers: [credentials, contact(port, expires)] });
    story.sip(at * 1000, request);
    story.sip(at * 1000 + 20, own.respond(request, 200, { headers: expires === 0 ? [['Contact', undefined]] : [contact(port, expires)] }));
  }
}

export const registration: readonly Diagnosis[] = [
  {
    rule: 'REG-FLAP',
    fires: (story) =>
      tellSteps(
        story,
        [0, 60, 120, 180].flatMap((at) => [[at, 5060, 3600] as const, [at + 30, 5060, 0] as const]),
      ),
    facts: { cycles: 4, aor: 'sip:alice@example.com' },
    nearMiss: (story) =>
      tellSteps(story, [
        [0, 5060, 3600],
        [1800, 5060, 0],
        [1900, 5060, 3600],
      ]),
  },
  {
    rule: 'REG-FLAP',
    about: 'another Contact again and again',
    fires: (story) =>
      tellSteps(
        story,
        [1, 2, 3, 4, 5].map((n) => [n * 60, 5060 + n, 3600] as const),
      ),
    facts: { changes: 4 },
    nearMiss: (story) =>
      tellSteps(story, [
        [0, 5060, 3600],
        [10, 5070, 3600],
        [1800, 5060, 3600],
        [1810, 5070, 3600],
      ]),
  },
  {
    rule: 'REG-FLAP',
    about: 'refreshes without need',
    fires: (story) =>
      tellSteps(
        story,
        Array.from({ length: 8 }, (_, n) => [n * 20, 5060, 3600] as const),
      ),
    facts: { interval: 20, granted: 3600 },
    nearMiss: (story) =>
      tellSteps(
        story,
        Array.from({ length: 8 }, (_, n) => [n * 20, 5060, 60] as const),
      ),
  },
  {
    rule: 'REG-EXPIRE',
    fires: (story) =>
      tellSteps(story, [
        [0, 5060, 60],
        [55, 5060, 60],
        [200, 5060, 60],
      ]),
    evidence: [6],
    facts: { times: 1 },
    nearMiss: (story) =>
      tellSteps(story, [
        [0, 5060, 60],
        [55, 5060, 60],
        [110, 5060, 60],
      ]),
  },
  {
    rule: 'REG-MULTI',
    fires: (story) => {
      const own = register();
      const request = own.request('REGISTER', { headers: [credentials] });
      const both = '<sip:alice@192.0.2.10:5060>;expires=600, <sip:alice@192.0.2.11:5060>;expires=300';
      story.dialogue(0, 20, [request, own.respond(request, 200, { headers: [['Contact', both]] })]);
    },
    evidence: [2],
    facts: { count: 2, first: 'sip:alice@192.0.2.10:5060' },
    nearMiss: (story) => tellSteps(story, [[0, 5060, 600]]),
  },
];
