/**
 * Whether silence of a direction is a fault of this call: its receiver announced where sound should go, nothing is held, no stream of
 * unknown direction may be it, and the announced place has no media that was counted with another leg.
 */
import type { AddressId, CallIndex, StreamIndex } from '../base/units.ts';
import { sideOfSdp } from '../calls/session-announcer.ts';
import type { Session } from './session.ts';

/** Both ends of every stream of the captures, for "is there any media at this place". */
export class MediaPlaces {
  readonly #session: Session;
  #revision = -1;
  #places: Set<number> = new Set();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Some stream, of whatever call, comes from or goes to this place. */
  has(address: AddressId, port: number): boolean {
    const { revision, tables } = this.#session;
    if (this.#revision !== revision) {
      const { streams } = tables;
      this.#places = new Set();
      for (let stream = 0; stream < streams.count; stream++) {
        this.#places.add(streams.source(stream) * 65_536 + streams.sourcePort(stream));
        this.#places.add(streams.destination(stream) * 65_536 + streams.destinationPort(stream));
      }
      this.#revision = revision;
    }
    return this.#places.has(address * 65_536 + port);
  }
}

/** @param own streams of the call */
export function expectedMedia(
  session: Session,
  call: CallIndex,
  own: readonly StreamIndex[],
  places: MediaPlaces,
): { readonly toCaller: boolean; readonly toCallee: boolean } {
  const expected = session.expected(call);
  const { bindings } = session;
  const heard = own.map((stream) => bindings.of(stream)?.direction);
  // both were heard: nothing hangs on what was announced
  if (heard.includes('toCaller') && heard.includes('toCallee')) return expected;
  if (heard.includes(undefined)) return { toCaller: false, toCallee: false };
  const [caller, callee] = announcedPlaces(session, call, own, places);
  // without any stream of its own, media at one of its places were counted with another leg, and both ways with them
  if (own.length === 0 && (caller !== true || callee !== true)) return { toCaller: false, toCallee: false };
  return { toCaller: expected.toCaller && caller === true, toCallee: expected.toCallee && callee === true };
}

/** By side, caller first: whether the place its newest description names is free of other legs' media; undefined when it named none. */
function announcedPlaces(
  session: Session,
  call: CallIndex,
  own: readonly StreamIndex[],
  places: MediaPlaces,
): readonly [boolean | undefined, boolean | undefined] {
  const { tables, announcer } = session;
  const { messages, calls, streams } = tables;
  const isOwn = (address: AddressId, port: number): boolean =>
    own.some(
      (stream) =>
        (streams.source(stream) === address && streams.sourcePort(stream) === port) ||
        (streams.destination(stream) === address && streams.destinationPort(stream) === port),
    );
  const found: [boolean | undefined, boolean | undefined] = [undefined, undefined];
  for (let message = calls.tail.values[call]!; message >= 0 && found.includes(undefined); message = messages.previous(message)) {
    const row = announcer.lines.first(message);
    if (announcer.lines.message(row) !== message || announcer.lines.port(row) === 0) continue;
    const side = sideOfSdp(messages, message);
    if (side === 0) continue;
    const [address, port] = [announcer.lines.address(row), announcer.lines.port(row)];
    found[side - 1] ??= !(places.has(address, port) && !isOwn(address, port));
  }
  return found;
}
