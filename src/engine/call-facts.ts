/**
 * What the tables show of every call, as columns: filled by the summarizer when a call is asked for and has grown since, and
 * for all calls when reading has ended. A summary costs about a microsecond a message, so nothing here is kept twice.
 */
import { float64Column, int32Column, uint8Column, uint16Column, uint32Column, type Column } from '../base/column.ts';
import type { CallIndex, Nanoseconds } from '../base/units.ts';
import { DialogSummarizer, type DialogSummary } from '../calls/dialog-summary.ts';
import type { MediaEvidence } from '../calls/media-evidence.ts';
import type { MessageTable } from '../calls/message-table.ts';
import { CallProblemBit } from '../calls/call-state.ts';
import type { CallSummary } from '../calls/call-summary.ts';
import { CallSummarizer } from '../calls/summary.ts';

export class CallFacts {
  readonly state: Column<Uint8Array> = uint8Column();
  readonly finalStatus: Column<Uint16Array> = uint16Column();
  /** message that gave the final status, -1 none */
  readonly finalMessage: Column<Int32Array> = int32Column();
  readonly endedBy: Column<Uint8Array> = uint8Column();
  readonly problems: Column<Uint32Array> = uint32Column();
  /** milliseconds, NaN unknown */
  readonly pdd: Column<Float64Array> = float64Column();
  readonly ringTime: Column<Float64Array> = float64Column();
  readonly setupTime: Column<Float64Array> = float64Column();
  readonly talkTime: Column<Float64Array> = float64Column();
  readonly responseTime: Column<Float64Array> = float64Column();
  readonly talkEstimated: Column<Uint8Array> = uint8Column();
  /** of a Call-ID without INVITE: its main method */
  readonly method: Column<Uint16Array> = uint16Column();
  readonly summarizer: CallSummarizer = new CallSummarizer();
  readonly dialogs: DialogSummarizer = new DialogSummarizer();
  /** messages of the call when it was summed up, 0 never */
  readonly #known: Column<Uint32Array> = uint32Column();
  readonly #messages: MessageTable;
  readonly #timeStep: (call: CallIndex) => number;
  readonly #media: (call: CallIndex) => MediaEvidence | undefined;
  /** told of every summary as it is made; borrowed like the summary */
  onCall: (summary: CallSummary) => void = () => {};
  onDialog: (summary: DialogSummary) => void = () => {};
  /** time of the newest packet */
  captureEnd: Nanoseconds = 0;

  /** @param timeStep to how many milliseconds the times of a call are known: 0 finely, Infinity not at all */
  constructor(messages: MessageTable, media: (call: CallIndex) => MediaEvidence | undefined, timeStep: (call: CallIndex) => number) {
    this.#timeStep = timeStep;
    this.#messages = messages;
    this.#media = media;
  }

  /** Sums the call up anew when it has more messages than before. */
  refresh(call: CallIndex): void {
    this.#reserve();
    if (this.#known.values[call] !== this.#messages.calls.count.values[call]) this.#compute(call);
  }

  refreshAll(): void {
    this.#reserve();
    for (let call = 0; call < this.#messages.calls.length; call++) this.refresh(call);
  }

  /** Forgets every summary: states depend on where the capture ends and on media, which are now known. */
  invalidate(): void {
    this.#known.values.fill(0);
  }

  /** Forgets one call's summary: something it rests on has changed. */
  forget(call: CallIndex): void {
    if (call < this.#known.values.length) this.#known.values[call] = 0;
  }

  /** The whole summary of a call; borrowed until the next one is made. */
  summary(call: CallIndex): CallSummary {
    const summary = this.summarizer.summarize(this.#messages, call, this.captureEnd, this.#media(call));
    return this.#timeStep(call) === Infinity ? withoutTimes(summary) : summary;
  }

  #compute(call: CallIndex): void {
    const calls = this.#messages.calls;
    this.#known.values[call] = calls.count.values[call]!;
    if (calls.hasInvite(call)) this.#computeCall(call);
    else this.#computeDialog(call);
  }

  #computeCall(call: CallIndex): void {
    const summary = this.summary(call);
    this.state.values[call] = summary.state;
    this.finalStatus.values[call] = summary.finalStatus;
    this.finalMessage.values[call] = summary.final < 0 ? -1 : this.summarizer.chain.message[summary.final]!;
    this.endedBy.values[call] = summary.endedBy;
    this.problems.values[call] = summary.problems;
    this.pdd.values[call] = summary.pdd ?? NaN;
    this.ringTime.values[call] = summary.ringTime ?? NaN;
    this.setupTime.values[call] = summary.setupTime ?? NaN;
    this.talkTime.values[call] = summary.talkTime ?? NaN;
    this.talkEstimated.values[call] = summary.talkEstimated ? 1 : 0;
    this.onCall(summary);
  }

  #computeDialog(call: CallIndex): void {
    const summary = this.dialogs.summarize(this.#messages, call, this.captureEnd);
    if (this.#timeStep(call) === Infinity) summary.responseTime = undefined;
    this.state.values[call] = summary.state;
    this.finalStatus.values[call] = summary.finalStatus;
    this.finalMessage.values[call] = summary.final < 0 ? -1 : this.dialogs.chain.message[summary.final]!;
    this.method.values[call] = summary.method;
    this.responseTime.values[call] = summary.responseTime ?? NaN;
    this.onDialog(summary);
  }

  #reserve(): void {
    const length = this.#messages.calls.length;
    if (this.#known.values.length >= length) return;
    const columns: Column<Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>[] = [
      this.state,
      this.finalStatus,
      this.finalMessage,
      this.endedBy,
      this.problems,
      this.pdd,
      this.ringTime,
      this.setupTime,
      this.talkTime,
      this.responseTime,
      this.talkEstimated,
      this.method,
      this.#known,
    ] as never;
    for (const column of columns) column.reserve(length);
  }
}

/** Of a call whose times are made up: no duration, and no mark that rests on one. */
function withoutTimes(summary: CallSummary): CallSummary {
  summary.pdd = summary.networkPdd = summary.trying = summary.ringTime = summary.setupTime = summary.talkTime = summary.disconnect = undefined;
  summary.answerToCallerMedia = summary.answerToCalleeMedia = undefined;
  summary.problems &= ~(CallProblemBit.short | CallProblemBit.slowSetup);
  return summary;
}
