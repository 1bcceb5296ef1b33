/** Presets of a list as pills with their counts, and the words of a route that a list knows. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../parts/format.ts';

export interface Preset {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly on: boolean;
  readonly help?: string | undefined;
  readonly tone?: 'error' | 'warning' | undefined;
}

/** Those that find something or are on. */
export function presetButtons(label: string, presets: readonly Preset[], toggle: (key: string) => void): TemplateResult {
  const shown = presets.filter(({ count, on }) => count > 0 || on);
  return html`<div class="presets" role="group" aria-label=${label}>${shown.map(
    ({
      key,
      label: text,
      count,
      on,
      help,
      tone,
    }) => html`<button class="preset" data-tone=${tone ?? ''} aria-pressed=${on} title=${help ?? nothing} @click=${() => toggle(key)}>
    ${text} <b>${formatNumber(count)}</b></button>`,
  )}</div>`;
}

/** The given ones that are known, in the order known. */
export function known<T extends string>(all: readonly T[], given: readonly string[] | undefined): readonly T[] {
  return all.filter((item) => given?.includes(item) === true);
}

/** With the key taken out when it is there, put in when it is not. */
export function toggledIn(list: readonly string[] | undefined, key: string): readonly string[] {
  const now = list ?? [];
  return now.includes(key) ? now.filter((other) => other !== key) : [...now, key];
}
