/**
 * Calls as short stories, one message a line, straight into the tables: no octets, no parser.
 *
 *   <seconds> <from host>><to host> <METHOD | status[/METHOD]> <CSeq> [option …]
 *
 * Hosts are single letters (A is 10.0.0.1, a is 203.0.113.1, port 5060; A:9 port 9). Options: from=tag (default a), to=tag, br=branch (default: one
 * per sender, method and CSeq; ACK and CANCEL share the INVITE's), via=count, sdp, hold, image, auth, stale, rel=RSeq, tcp, nat,
 * q850=cause, sip=cause, se=seconds, id=IP identification, ttl=hops, hash=payload hash, len=octets, call=Call-ID.
 */
import { hashOctets } from '../../src/base/intern.ts';
import { toOctets } from '../../src/base/text.ts';
import { CallTable, DescribedBy } from '../../src/calls/call-table.ts';
import { EndpointTable } from '../../src/calls/endpoint-table.ts';
import { Fact } from '../../src/calls/fact-table.ts';
import { createMessageFields, Flag } from '../../src/calls/message-fields.ts';
import { MessageTable } from '../../src/calls/message-table.ts';
import { Method } from '../../src/sip/method.ts';

const FLAGS: Record<string, number> = {
  sdp: Flag.hasSdp,
  hold: Flag.sdpHold | Flag.hasSdp,
  image: Flag.sdpImage | Flag.hasSdp,
  auth: Flag.hasAuthorization,
  stale: Flag.stale,
  nat: Flag.privateContact,
};

export interface CallStory {
  readonly table: MessageTable;
  readonly calls: CallTable;
  /** nanoseconds of the newest message */
  readonly end: number;
}

/** Tells a story into fresh tables; lines that are empty or begin with # are passed over. */
export function tellCalls(story: string): CallStory {
  const calls = new CallTable();
  const table = new MessageTable(calls, new EndpointTable());
  let end = 0;
  let packet = 0;
  for (const line of story.split('\n').map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    end = Math.max(end, tellLine(table, line, packet++));
  }
  return { table, calls, end };
}

export function tag(text: string): number {
  const octets = toOctets(text);
  return text === '' ? 0 : hashOctets(octets, 0, octets.length);
}

function tellLine(table: MessageTable, line: string, packet: number): number {
  const [seconds, hop, what, cseq, ...rest] = line.split(/\s+/);
  const options = new Map(rest.map((option) => option.split('=') as [string, string | undefined]));
  const [source, destination] = hop!.split('>') as [string, string];
  const [head, ofMethod] = what!.split('/') as [string, string | undefined];
  const isResponse = /^\d/.test(head);
  const name = isResponse ? (ofMethod ?? 'INVITE') : head;
  const method = Method[name as keyof typeof Method];
  const branchMethod = name === 'ACK' || name === 'CANCEL' ? 'INVITE' : name;
  const fields = createMessageFields();
  const number = (key: string, otherwise: number): number => (options.has(key) ? Number(options.get(key)) : otherwise);
  fields.packet = packet;
  fields.time = Math.round(Number(seconds) * 1e9);
  fields.textLength = number('len', 400);
  const id = toOctets(options.get('call') ?? 'call');
  fields.call = table.calls.row(id, 0, id.length);
  const transport = options.has('tcp') ? 1 : 0;
  fields.source = endpoint(table, source, transport);
  fields.destination = endpoint(table, destination, transport);
  fields.method = method;
  fields.cseqMethod = method;
  fields.status = isResponse ? Number(head) : 0;
  fields.cseqNumber = Number(cseq);
  fields.branch = tag(options.get('br') ?? `${isResponse ? destination : source}${branchMethod}${cseq}`);
  fields.fromTag = tag(options.get('from') ?? 'a');
  fields.toTag = tag(options.get('to') ?? '');
  fields.viaCount = number('via', 1);
  fields.rseq = number('rel', -1);
  fields.identification = number('id', packet + 1000);
  fields.ttl = number('ttl', 64);
  fields.payloadHash = number('hash', packet + 1);
  fields.flags = options.has('rel') ? Flag.reliable : 0;
  for (const option of options.keys()) fields.flags |= FLAGS[option] ?? 0;
  if (fields.status === 401 || fields.status === 407) fields.flags |= Flag.hasChallenge;
  const message = table.push(fields);
  table.calls.describe(fields.call, DescribedBy.request, id, {
    fromUriAt: 0,
    fromUriEnd: 1,
    fromDisplayAt: -1,
    fromDisplayEnd: -1,
    toUriAt: 0,
    toUriEnd: 1,
    toDisplayAt: -1,
    toDisplayEnd: -1,
    requestUriAt: -1,
    requestUriEnd: -1,
  });
  if (options.has('q850')) table.addFact(message, Fact.reasonQ850, number('q850', 0));
  if (options.has('sip')) table.addFact(message, Fact.reasonSip, number('sip', 0));
  if (options.has('se')) table.addFact(message, Fact.sessionExpires, number('se', 0));
  if (options.has('expires')) table.addFact(message, Fact.expires, number('expires', 0));
  return fields.time;
}

function endpoint(table: MessageTable, host: string, transport: number): number {
  const [letter, port] = host.split(':');
  const code = letter!.charCodeAt(0);
  const address = code >= 0x61 ? 0xcb007100 + code - 0x60 : 0x0a000000 + code - 0x40;
  return table.endpoints.id(address, Number(port ?? 5060), transport);
}
