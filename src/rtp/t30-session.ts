/**
 * A fax as its two ends lived through it (ITU-T T.30 section 5, figure 5-2; semantics 10.1): the IFP packets of both directions
 * become signals, HDLC frames, the training check and pages, in order of time, each in its phase; out of these follow
 * speed, error correction, pages confirmed, and how it ended.
 */
import type { Nanoseconds, PacketIndex } from '../base/units.ts';
import { editionHint, type IfpEdition } from './ifp.ts';
import { DirectionReader, type T30Event } from './t30-events.ts';
import { commandOf, identificationOf, type T30Command } from './t30.ts';
import { orderDirection, type FaxPacket, type OrderedDirection } from './udptl-recovery.ts';

/** A call establishment, B what can be done, C the page, D what was received, E release. */
export type T30Phase = 'A' | 'B' | 'C' | 'D' | 'E';

export interface T30Step {
  readonly phase: T30Phase;
  readonly kind: 'signal' | 'frame' | 'training' | 'page';
  /** "CED", "DIS", "TCF", "page" */
  readonly name: string;
  /** index of the direction that sent it */
  readonly direction: number;
  readonly time: Nanoseconds;
  readonly end: Nanoseconds;
  readonly packet: PacketIndex;
  readonly lastPacket: PacketIndex;
  /** of image or training data, or of the frame */
  readonly octets: number;
  /** HDLC frames of a page sent with error correction */
  readonly frames: number;
  /** the frame check failed, or the ends of the data were lost */
  readonly isBad: boolean;
  /** modulation of data: "v17-14400" */
  readonly carrier: string;
  /** what the frame says: digits of CSI and TSI, command of DCS */
  readonly identification: string;
  readonly command: T30Command | undefined;
}

export const faxOutcomes = ['complete', 'confirmed', 'unconfirmed', 'pageRejected', 'trainingFailed', 'disconnected', 'noNegotiation', 'incomplete'] as const;
export type FaxOutcome = (typeof faxOutcomes)[number];

export interface T30Session {
  readonly steps: readonly T30Step[];
  readonly directions: readonly OrderedDirection[];
  readonly edition: IfpEdition;
  readonly outcome: FaxOutcome;
  /** pages confirmed, and turned down */
  readonly pages: number;
  readonly badPages: number;
  /** the last command: speed, resolution, error correction */
  readonly command: T30Command | undefined;
  /** what the called and the calling end call themselves */
  readonly called: string;
  readonly calling: string;
  /** direction of the pages, -1 unknown */
  readonly sender: number;
}

const CONFIRMS: ReadonlySet<string> = new Set(['MCF', 'RTP', 'PIP']);
const REJECTS: ReadonlySet<string> = new Set(['RTN', 'PIN', 'ERR']);
/** after a page: more pages, another document, the end */
const POST_PAGE = /^(?:PRI-|PPS-|EOR-)?(?:MPS|EOM|EOP)$/;

/** Packets of the one and of the other direction, each in order of arrival. */
export function readFax(directions: readonly (readonly FaxPacket[])[]): T30Session {
  const ordered = directions.map(orderDirection);
  const edition = editionOf(ordered);
  const events: T30Event[] = [];
  for (const [direction, { messages }] of ordered.entries()) {
    const reader = new DirectionReader(direction, edition, events);
    for (const message of messages) reader.take(message);
    reader.finish();
  }
  events.sort((a, b) => a.time - b.time);
  return { ...conclude(events), directions: ordered, edition };
}

function editionOf(directions: readonly OrderedDirection[]): IfpEdition {
  let votes = 0;
  for (const { messages } of directions)
    for (const { octets } of messages) votes += editionHint(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length);
  return votes > 0 ? 'corrected' : '1998';
}

function conclude(events: readonly T30Event[]): Omit<T30Session, 'directions' | 'edition'> {
  const steps: T30Step[] = [];
  let command: T30Command | undefined;
  let isTraining = false;
  let sender = -1;
  let called = '';
  let calling = '';
  let pending = '';
  let pages = 0;
  let badPages = 0;
  let isLastConfirmed = false;
  let failedTrainings = 0;
  let isReleased = false;
  for (const event of events) {
    if (event.kind === 'signal') {
      steps.push(stepOf(event, 'A', event.name));
      continue;
    }
    if (event.kind === 'data') {
      steps.push(stepOf(event, isTraining ? 'B' : 'C', isTraining ? 'TCF' : 'page', isTraining ? 'training' : 'page'));
      continue;
    }
    const { name, frame } = event;
    const ownCommand = name === 'DCS' ? commandOf(frame) : undefined;
    steps.push(stepOf(event, phaseOf(name), name, 'frame', identified(name, frame), ownCommand));
    if (event.isBad) continue;
    if (name === 'CSI') called = identificationOf(frame);
    else if (name === 'TSI' || name === 'CIG') calling = identificationOf(frame);
    else if (name === 'DCS') {
      command = ownCommand ?? command;
      sender = event.direction;
      isTraining = true;
    } else if (name === 'CFR') {
      isTraining = false;
      failedTrainings = 0;
    } else if (name === 'FTT') failedTrainings++;
    else if (name === 'DCN') isReleased = true;
    else if (POST_PAGE.test(name)) {
      pending = name;
      isLastConfirmed = false;
    } else if (pending !== '' && CONFIRMS.has(name)) {
      pages++;
      isLastConfirmed = pending.endsWith('EOP');
      pending = '';
    } else if (pending !== '' && REJECTS.has(name)) {
      badPages++;
      pending = '';
    }
  }
  let outcome: FaxOutcome = 'incomplete';
  if (isLastConfirmed) outcome = isReleased ? 'complete' : 'confirmed';
  else if (command === undefined) outcome = 'noNegotiation';
  else if (failedTrainings >= 3) outcome = 'trainingFailed';
  else if (pending !== '') outcome = isReleased ? 'disconnected' : 'unconfirmed';
  else if (badPages > 0 && pages === 0) outcome = 'pageRejected';
  else if (isReleased) outcome = 'disconnected';
  return { steps, outcome, pages, badPages, command, called, calling, sender };
}

function identified(name: string, frame: Uint8Array): string {
  return name === 'CSI' || name === 'TSI' || name === 'CIG' ? identificationOf(frame) : '';
}

function phaseOf(name: string): T30Phase {
  if (name === 'DCN') return 'E';
  if (POST_PAGE.test(name) || CONFIRMS.has(name) || REJECTS.has(name) || /^(?:PP[SR]|RNR|RR$|CT[CR]|EOR)/.test(name)) return 'D';
  return name === 'FCD' || name === 'RCP' ? 'C' : 'B';
}

function stepOf(event: T30Event, phase: T30Phase, name: string, kind: T30Step['kind'] = 'signal', identification = '', command?: T30Command): T30Step {
  return {
    phase,
    kind,
    name,
    direction: event.direction,
    time: event.time,
    end: event.end,
    packet: event.packet,
    lastPacket: event.lastPacket,
    octets: event.octets,
    frames: event.frames,
    isBad: event.isBad,
    carrier: event.carrier,
    identification,
    command,
  };
}
