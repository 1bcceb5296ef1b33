/**
 * Numbers, moments and durations as a person reads them. The page's clock (zone, epoch of the open capture, mode) is set by
 * the shell with `setClock`; every `format…` follows it, and elements with a ClockController render again.
 * Promise: same width for same magnitude (fixed digits), so columns of tabular figures line up.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Milliseconds, Nanoseconds } from '../../base/units.ts';
import { languageTag } from '../words/language.ts';

export const timeZones = ['local', 'utc'] as const;
export type TimeZone = (typeof timeZones)[number];
export const timeModes = ['clock', 'date', 'relative'] as const;
/** time of day; date and time of day; seconds since the first packet */
export type TimeMode = (typeof timeModes)[number];

let zone: TimeZone = 'local';
let mode: TimeMode = 'clock';
/** epoch milliseconds of time zero, and the nanoseconds beyond */
let epochMilliseconds = 0;
let epochRest = 0;
const listeners = new Set<() => void>();

/** `epoch`: Overview.epoch, epoch nanoseconds of time zero as a decimal string. */
export function setClock(clock: { readonly zone: TimeZone; readonly mode: TimeMode; readonly epoch: string }): void {
  const whole = /^-?\d{1,30}$/.test(clock.epoch) ? BigInt(clock.epoch) : 0n;
  zone = clock.zone;
  mode = clock.mode;
  epochMilliseconds = Number(whole / 1_000_000n);
  epochRest = Number(whole % 1_000_000n);
  for (const listener of listeners) listener();
}

/** Renders its element again when zone, mode or epoch change. */
export class ClockController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #changed = (): void => this.#host.requestUpdate();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    listeners.add(this.#changed);
  }

  hostDisconnected(): void {
    listeners.delete(this.#changed);
  }
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** Splits a moment into a Date of its whole second and the nanoseconds within it. */
function split(time: Nanoseconds): { date: Date; nanoseconds: number } {
  const beyond = epochRest + time;
  const milliseconds = Math.floor(beyond / 1e6);
  const whole = epochMilliseconds + milliseconds;
  const second = Math.floor(whole / 1000);
  return { date: new Date(second * 1000), nanoseconds: (whole - second * 1000) * 1e6 + (beyond - milliseconds * 1e6) };
}

function fraction(nanoseconds: number, digits: number): string {
  return digits === 0 ? '' : `.${String(Math.floor(nanoseconds)).padStart(9, '0').slice(0, digits)}`;
}

/** Time of day in the chosen zone, cut (not rounded) to `digits` of a second: "14:03:27.081". */
export function formatTime(time: Nanoseconds, digits = 3): string {
  const { date, nanoseconds } = split(time);
  if (Number.isNaN(date.getTime())) return '–';
  const [h, m, s] = zone === 'utc' ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()] : [date.getHours(), date.getMinutes(), date.getSeconds()];
  return `${two(h)}:${two(m)}:${two(s)}${fraction(nanoseconds, digits)}`;
}

/** "2026-03-04". */
export function formatDate(time: Nanoseconds): string {
  const { date } = split(time);
  if (Number.isNaN(date.getTime())) return '–';
  return zone === 'utc'
    ? `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`
    : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Seconds since the first packet of the capture: "12.345". */
export function formatRelative(time: Nanoseconds, digits = 3): string {
  const whole = Math.abs(time);
  const seconds = Math.floor(whole / 1e9);
  return `${time < 0 ? '−' : ''}${seconds}${fraction(whole - seconds * 1e9, digits)}`;
}

/** A moment as the person chose to read it: time of day, date and time, or seconds since the first packet. */
export function formatMoment(time: Nanoseconds, digits = 3): string {
  if (mode === 'relative') return formatRelative(time, digits);
  return mode === 'date' ? `${formatDate(time)} ${formatTime(time, digits)}` : formatTime(time, digits);
}

/** Everything about a moment, for a title: "2026-03-04 14:03:27.081123456 UTC". */
export function formatMomentFully(time: Nanoseconds): string {
  return `${formatDate(time)} ${formatTime(time, 9)} ${zone === 'utc' ? 'UTC' : zoneName()}`;
}

let localZone: string | undefined;

/** Asked once: a new DateTimeFormat costs more than a row of a table. */
function zoneName(): string {
  localZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone || 'local';
  return localZone;
}

/**
 * Moments on round clock times (of the zone, or since the first packet when that is how time is read) within [from, to],
 * every `step` seconds: where an axis puts its labels.
 */
export function roundMoments(from: Nanoseconds, to: Nanoseconds, step: number): readonly Nanoseconds[] {
  const zero = mode === 'relative' ? 0 : epochMilliseconds / 1000 - (zone === 'local' ? split(from).date.getTimezoneOffset() * 60 : 0);
  const rest = mode === 'relative' ? 0 : epochRest;
  const found: Nanoseconds[] = [];
  for (let second = Math.ceil((zero + (from + rest) / 1e9) / step) * step; found.length < 1000; second += step) {
    const moment = (second - zero) * 1e9 - rest;
    if (moment > to) break;
    found.push(moment);
  }
  return found;
}

/** The label of such a moment: as exact as the step asks for. */
export function formatAxis(time: Nanoseconds, step: number): string {
  // half a microsecond more, because round moments are computed in doubles
  const near = time + 500;
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : 3;
  if (mode === 'relative') return `${formatRelative(near, digits)} s`;
  if (step >= 86_400) return formatDate(near);
  const text = formatTime(near, digits);
  return step >= 60 ? text.slice(0, 5) : text;
}

/** A length of time: "420 ms", "7.0 s", "42.1 s", "12:05", "1:02:05". For exact milliseconds use formatMs. */
export function formatDuration(duration: Milliseconds | undefined): string {
  if (duration === undefined || !Number.isFinite(duration)) return '–';
  const seconds = duration / 1000;
  if (seconds < 0.9995) return `${duration.toFixed(duration > 0 && duration < 9.95 ? 1 : 0)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes}:${two(whole % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

/** Milliseconds with the digits that matter: "0.412 ms", "81.2 ms", "812 ms", "6.01 s". */
export function formatMs(value: Milliseconds | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 999.5) return `${(value / 1000).toFixed(size < 99_950 ? 2 : 0)} s`;
  return `${value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3)} ms`;
}

const numbers = new Map<string, Intl.NumberFormat>();

/** A whole or fixed number with the language's grouping: "1,234,567". */
export function formatNumber(value: number | undefined, digits = 0): string {
  if (value === undefined || !Number.isFinite(value)) return '–';
  const key = `${languageTag()}/${digits}`;
  let format = numbers.get(key);
  if (format === undefined) numbers.set(key, (format = new Intl.NumberFormat(languageTag(), { minimumFractionDigits: digits, maximumFractionDigits: digits })));
  return format.format(value);
}

/** A whole number where there is little room: "999", "12K", "1.2M". */
export function formatCompact(value: number): string {
  const key = `${languageTag()}/compact`;
  let format = numbers.get(key);
  if (format === undefined) numbers.set(key, (format = new Intl.NumberFormat(languageTag(), { notation: 'compact', maximumSignificantDigits: 3 })));
  return format.format(value);
}

/** "12.3 %"; whole hundreds and zero keep the digits so that columns line up. */
export function formatPercent(value: number | undefined, digits = 1): string {
  return value === undefined || !Number.isFinite(value) ? '–' : `${formatNumber(value, digits)} %`;
}

/** Octets in decimal units: "812 B", "4.3 MB", "1.02 GB". */
export function formatOctets(octets: number): string {
  if (octets < 1000) return `${octets} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = octets / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${units[unit] ?? ''}`;
}

/** "10.0.0.1:5060", "[2001:db8::1]:5060"; the port is left out when there is none. */
export function formatEndpoint(endpoint: { readonly address: string; readonly port: number } | undefined): string {
  if (endpoint === undefined) return '–';
  if (endpoint.port === 0) return endpoint.address;
  return endpoint.address.includes(':') ? `[${endpoint.address}]:${endpoint.port}` : `${endpoint.address}:${endpoint.port}`;
}
