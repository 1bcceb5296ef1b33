/**
 * Which message Wireshark 4.0 credits for the media an SDP announces (semantics 2.3, and measured on the captures of
 * ../shared): a request itself, a first 2xx or failure the request it answers, a provisional, redirecting or repeated
 * response itself. And how many m-lines it still keeps: four over an offer and its final answer.
 */
import type { MessageIndex } from '../base/units.ts';
import { Fact } from './fact-table.ts';
import { Flag } from './message-fields.ts';
import type { MessageTable } from './message-table.ts';

/** m-lines Wireshark keeps of an offer and its answer together */
export const wiresharkMediaLines = 4;
const STEPS = 256;

/** The message credited for the SDP of `message`. A repeated request changes nothing, a repeated final credits itself. */
export function creditedMessage(table: MessageTable, message: MessageIndex): MessageIndex {
  const status = table.status(message);
  const isResend = (table.flags(message) & Flag.wiresharkResend) !== 0;
  if (status === 0) return isResend ? firstOfRun(table, message) : message;
  // Wireshark pairs responses with requests over UDP alone.
  if (status < 200 || (status >= 300 && status < 400) || isResend || (table.flags(message) & Flag.stream) !== 0) return message;
  const request = wiresharkRequestOf(table, message);
  return request < 0 ? message : request;
}

/** First of a run of requests that Wireshark takes for copies of one, whatever their branch. */
function firstOfRun(table: MessageTable, message: MessageIndex): MessageIndex {
  let first = message;
  let steps = 0;
  for (let earlier = table.previous(message); earlier >= 0 && steps < STEPS; earlier = table.previous(earlier), steps++) {
    if (table.source(earlier) !== table.source(message) || table.destination(earlier) !== table.destination(message)) continue;
    first = earlier;
    if ((table.flags(earlier) & Flag.wiresharkResend) === 0) break;
  }
  return first;
}

/**
 * The request Wireshark finds for a response, first copy, or -1: it remembers one message a direction, so the newest message
 * that went the other way must be that request. A PRACK, ACK or response in between makes it forget the INVITE.
 */
export function wiresharkRequestOf(table: MessageTable, response: MessageIndex): MessageIndex {
  const from = table.destination(response);
  const to = table.source(response);
  let steps = 0;
  for (let message = table.previous(response); message >= 0 && steps < STEPS; message = table.previous(message), steps++) {
    if (table.source(message) !== from || table.destination(message) !== to) continue;
    if (table.status(message) !== 0 || table.cseqNumber(message) !== table.cseqNumber(response) || table.method(message) !== table.cseqMethod(response))
      return -1;
    return (table.flags(message) & Flag.wiresharkResend) !== 0 ? firstOfRun(table, message) : message;
  }
  return -1;
}

/** How many m-lines of the SDP of `message` Wireshark registers, given the message credited. */
export function keptMediaLines(table: MessageTable, message: MessageIndex, credited: MessageIndex): number {
  if (credited === message) return wiresharkMediaLines;
  const isOffer = (table.flags(credited) & Flag.hasSdp) !== 0;
  if (!isOffer) return wiresharkMediaLines;
  const lines = table.fact(credited, Fact.mediaLines);
  return Math.max(0, wiresharkMediaLines - (lines < 0 ? 1 : lines));
}

/** First copy of the request that a response answers, on the same hop, or -1. Looks back 256 messages of the call. */
export function requestOf(table: MessageTable, response: MessageIndex): MessageIndex {
  const cseq = table.cseqNumber(response);
  const method = table.cseqMethod(response);
  const from = table.destination(response);
  const to = table.source(response);
  let steps = 0;
  for (let message = table.previous(response); message >= 0 && steps < STEPS; message = table.previous(message), steps++) {
    if (table.status(message) !== 0 || table.cseqNumber(message) !== cseq || table.method(message) !== method) continue;
    if (table.source(message) !== from || table.destination(message) !== to) continue;
    const original = table.original(message);
    return original >= 0 ? original : message;
  }
  return -1;
}
