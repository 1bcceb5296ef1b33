/**
 * Durations and moments of sources that do not know them finely: a log with whole seconds, a text without times. Promise: nothing is shown as measured
 * that was not; each says on hover why.
 */
import { html, type TemplateResult } from 'lit';
import type { PacketOrigin, SourceLimits } from '../../contract/common.ts';
import type { Milliseconds, Nanoseconds } from '../../base/units.ts';
import { formatDuration, formatMoment, formatMomentFully, formatMs, formatTime } from '../parts/format.ts';
import { sourceWords } from '../words/source-words.ts';

/** "under 1 s", "3.0 s", "–": as finely as the source knows it. */
export function spanText(
  value: Milliseconds | undefined,
  limits: SourceLimits | undefined,
  format: (value: Milliseconds | undefined) => string = formatMs,
): string {
  const step = limits?.timeStep ?? 0;
  if (step === 0 || value === undefined) return format(value);
  if (step === Infinity) return '–';
  return value < step ? sourceWords().under(stepped(step)) : stepped(Math.round(value / step) * step);
}

/** Whole seconds have no tenths. */
function stepped(value: Milliseconds): string {
  return value % 1000 === 0 && value < 60_000 ? `${value / 1000} s` : formatDuration(value);
}

/** Why a span is not exact; undefined when it is. */
export function spanReason(limits: SourceLimits | undefined): string | undefined {
  const step = limits?.timeStep ?? 0;
  if (step === 0) return undefined;
  return step === Infinity ? sourceWords().noTime : sourceWords().coarse(stepped(step));
}

export function spanCell(
  value: Milliseconds | undefined,
  limits: SourceLimits | undefined,
  format: (value: Milliseconds | undefined) => string = formatMs,
): TemplateResult | string {
  const reason = spanReason(limits);
  return reason === undefined ? format(value) : html`<span title=${reason}>${spanText(value, limits, format)}</span>`;
}

/** A moment of a call; a text without times has none. */
export function momentCell(time: Nanoseconds, isKnown: boolean, digits = 3): TemplateResult {
  return isKnown ? html`<span title=${formatMomentFully(time)}>${formatMoment(time, digits)}</span>` : html`<span title=${sourceWords().noTime}>–</span>`;
}

/** A time of day of a message or packet, as exactly as its source has it. */
export function timeCell(time: Nanoseconds, clock: PacketOrigin['clock'] | undefined): TemplateResult {
  if (clock === 'none') return html`<span title=${sourceWords().noTime}>–</span>`;
  return html`<span title=${formatMomentFully(time)}>${formatTime(time, clock === 'seconds' ? 0 : 6)}</span>`;
}

/** An address or end; on hover, that the text named none. */
export function endCell(text: string, isStandIn: boolean): TemplateResult | string {
  return isStandIn
    ? html`<span title=${sourceWords().standIn}>${text}<span class="faint" aria-hidden="true"> *</span><span class="spoken">, ${sourceWords().standInMark}</span></span>`
    : text;
}

export function isStandIn(limits: SourceLimits | undefined, address: string | undefined): boolean {
  return address !== undefined && (limits?.standIns.includes(address) ?? false);
}

/** Where a packet that was not captured comes from and what of it is made up, in sentences. */
export function originText({ from, headers, clock, source, destination }: PacketOrigin): string {
  const w = sourceWords();
  const where =
    from.kind === 'rtpdump'
      ? w.rtpdump(String(from.number), String(from.at))
      : from.first === from.last
        ? w.line(String(from.first))
        : w.lines(String(from.first), String(from.last));
  const ends = source ? (destination ? w.ends.both : w.ends.source) : destination ? w.ends.destination : '';
  return [where, w.headers[headers], w.clocks[clock], ends].filter((part) => part !== '').join(w.space);
}
