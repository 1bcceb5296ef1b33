/** The call of a Call-ID as the page has it: text. */
import { toOctets } from '../base/text.ts';
import type { CallIndex } from '../base/units.ts';
import type { Tables } from './tables.ts';

/** Undefined when there is none. A Call-ID whose octets are not UTF-8 is known to the page only as text; the first that reads the same is meant. */
export function findCall(tables: Tables, callId: string): CallIndex | undefined {
  const octets = toOctets(callId);
  const found = tables.calls.find(octets, 0, octets.length);
  if (found >= 0) return found;
  if (!callId.includes('\uFFFD')) return undefined;
  for (let call = 0; call < tables.calls.length; call++) if (tables.callId(call) === callId) return call;
  return undefined;
}
