/** Forges a call of 20,000 messages, one dialog whose parties ask OPTIONS of each other: `node long-call.mjs FILE`. Run through bundle.mjs. */
import { writeFileSync } from 'node:fs';
import { alice, bob } from '../test/forge/plain-call.ts';
import { audio } from '../test/forge/sdp.ts';
import { createCall } from '../test/forge/sip.ts';
import { createStory } from '../test/forge/story.ts';

const MESSAGES = 20_000;
const [path] = process.argv.slice(2);
const story = createStory();
const call = createCall(alice, bob);
const invite = call.invite({ sdp: audio({ address: alice.at.address, port: 4000 }) });
const ok = call.respond(invite, 200, { sdp: audio({ address: bob.at.address, port: 6000 }) });
story.dialogue(0, 100, [invite, call.respond(invite, 180), ok, call.acknowledge(ok)]);
for (let i = 0; i < MESSAGES / 2 - 3; i++) {
  const by = i % 2 === 0 ? 'caller' : 'callee';
  const request = call.request('OPTIONS', { by });
  story.sip(1000 + i * 500, request);
  story.sip(1040 + i * 500, call.respond(request, 200));
}
const bye = call.bye();
story.sip(1000 + (MESSAGES / 2) * 500, bye);
story.sip(1020 + (MESSAGES / 2) * 500, call.respond(bye, 200));
writeFileSync(path, story.capture());
