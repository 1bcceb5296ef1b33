/** Streams that no announcement matched when they began, bound by the wider evidence of semantics 2.4. */
import type { CallIndex, Nanoseconds, StreamIndex } from '../base/units.ts';
import { bindingReasons, MediaBinder, type StreamRows, type Talk } from '../calls/media-binding.ts';
import type { BindingReason } from '../contract/streams.ts';
import { Method } from '../sip/method.ts';
import type { Session } from './session.ts';
import type { StreamBinding } from './stream-bindings.ts';
import type { Tables } from './tables.ts';

const reasonNames: Readonly<Record<(typeof bindingReasons)[number], BindingReason>> = {
  none: 'probable',
  destination: 'destination',
  source: 'source',
  candidate: 'candidate',
  signallingSource: 'symmetric',
  ssrc: 'ssrc',
  samePort: 'symmetric',
  reverse: 'reverse',
  rebinding: 'rebinding',
  probable: 'probable',
};

/** The binding of each stream of `open`, as far as there is evidence. */
export function bindRest(session: Session, open: readonly StreamIndex[]): Map<StreamIndex, StreamBinding> {
  const { tables, announcer } = session;
  const binder = new MediaBinder(tables.messages, tables.registry, announcer.bySsrc, (call) => endOfCall(tables, call));
  const found = binder.bind(streamRows(tables), talks(tables));
  const bindings = new Map<StreamIndex, StreamBinding>();
  for (const stream of open) {
    const call = found.call[stream]!;
    if (call < 0) continue;
    const toward = found.toward[stream]!;
    const reason = reasonNames[bindingReasons[found.reason[stream]!]!];
    bindings.set(stream, {
      call,
      reason,
      direction: toward === 0 ? undefined : toward === 1 ? 'toCaller' : 'toCallee',
      registration: found.registration[stream]!,
    });
  }
  return bindings;
}

/** When the call's media window closes: with its BYE or failure; Infinity while it is open. */
function endOfCall(tables: Tables, call: CallIndex): Nanoseconds {
  const { messages, calls } = tables;
  const last = calls.tail.values[call]!;
  const isOver = messages.cseqMethod(last) === Method.BYE || messages.status(last) >= 300;
  return isOver ? messages.time(last) : Infinity;
}

function streamRows(tables: Tables): StreamRows {
  const { streams } = tables;
  return {
    count: streams.count,
    sourceAddress: (stream) => streams.source(stream),
    sourcePort: (stream) => streams.sourcePort(stream),
    destinationAddress: (stream) => streams.destination(stream),
    destinationPort: (stream) => streams.destinationPort(stream),
    ssrc: (stream) => streams.ssrc(stream),
    firstTime: (stream) => streams.firstTime(stream),
    lastTime: (stream) => streams.lastTime(stream),
  };
}

function talks(tables: Tables): Talk[] {
  const { calls, messages } = tables;
  const found: Talk[] = [];
  for (let call = 0; call < calls.length; call++) {
    const invite = calls.firstInvite.values[call]!;
    if (invite < 0) continue;
    found.push({
      call,
      from: messages.time(invite),
      to: messages.time(calls.tail.values[call]!),
      addresses: [messages.sourceAddress(invite), messages.destinationAddress(invite)],
    });
  }
  return found.sort((a, b) => a.from - b.from);
}
