/** A SIP message opened whole: SIP and SDP know nothing of each other, so the session bodies are opened here. */
import { inspectSession } from '../sdp/inspect.ts';
import { inspectMessage, type InspectedMessage } from '../sip/inspect.ts';

export function openMessage(octets: Uint8Array): InspectedMessage {
  const message = inspectMessage(octets);
  const bodies = message.bodies.map((body) =>
    /^\s*application\/sdp\b/i.test(body.contentType) ? { ...body, fields: inspectSession(octets, body.at, body.at + body.length) } : body,
  );
  return { ...message, bodies };
}
