/**
 * What a person chose about the rules: thresholds and muted rules, kept among the settings under names of their own
 * ("limit.loss", "mute.AUTH-WEAK") and sent to every capture that is opened.
 */
import type { FindingChoice } from '../contract/findings.ts';
import { changeSettings, settings } from './settings.ts';

const LIMIT = 'limit.';
const MUTE = 'mute.';

export function findingChoice(choices: ReadonlyMap<string, string> = settings.value.choices): FindingChoice {
  const thresholds: Record<string, number> = {};
  const muted: string[] = [];
  for (const [name, value] of choices) {
    if (name.startsWith(LIMIT) && /^\d{1,9}(\.\d{1,6})?$/.test(value)) thresholds[name.slice(LIMIT.length)] = Number(value);
    else if (name.startsWith(MUTE) && value === 'on') muted.push(name.slice(MUTE.length));
  }
  return { thresholds, muted };
}

function change(name: string, value: string | undefined): void {
  const choices = new Map(settings.value.choices);
  if (value === undefined) choices.delete(name);
  else choices.set(name, value);
  changeSettings({ choices });
}

/** @param value undefined for the default */
export function chooseThreshold(name: string, value: number | undefined): void {
  change(`${LIMIT}${name}`, value === undefined ? undefined : String(Math.round(value * 1e6) / 1e6));
}

export function muteRule(rule: string, muted: boolean): void {
  change(`${MUTE}${rule}`, muted ? 'on' : undefined);
}

export function resetThresholds(): void {
  changeSettings({ choices: new Map([...settings.value.choices].filter(([name]) => !name.startsWith(LIMIT))) });
}

/** Nothing differs from what a capture is judged by without asking. */
export function isInitialChoice({ thresholds, muted }: FindingChoice): boolean {
  return muted.length === 0 && Object.keys(thresholds).length === 0;
}
