/**
 * What a person chose for good: language, theme, clock, tables. Kept in localStorage where there is one (a page opened from
 * disk may have none). Stored text is as hostile as any other: every value is checked against what is allowed, and anything
 * else is the default. Nothing of a capture is ever stored here.
 */
import { Signal } from './signal.ts';

export interface TableSettings {
  /** column keys in order, shown ones only */
  readonly columns: readonly string[];
  /** pixels, for columns somebody resized */
  readonly widths: Readonly<Record<string, number>>;
}

export interface Settings {
  readonly language: 'auto' | 'en' | 'zh-hans';
  readonly theme: 'system' | 'light' | 'dark';
  readonly zone: 'local' | 'utc';
  readonly clock: 'clock' | 'date' | 'relative';
  /** by table name: 'calls', 'streams' … */
  readonly tables: ReadonlyMap<string, TableSettings>;
  /** sizes of split panes by name, in percent */
  readonly splits: ReadonlyMap<string, number>;
  /** further choices of pages by name: short words only */
  readonly choices: ReadonlyMap<string, string>;
}

const KEY = 'sipglass.settings';
const word = /^[\w.:+-]{1,64}$/;

const defaults: Settings = { language: 'auto', theme: 'system', zone: 'local', clock: 'clock', tables: new Map(), splits: new Map(), choices: new Map() };

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((item) => item === value) ?? otherwise;
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
        .filter(([name]) => word.test(name))
        .slice(0, 200)
    : [];
}

function mapOf<T>(value: unknown, read: (item: unknown) => T | undefined): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [name, item] of entries(value)) {
    const good = read(item);
    if (good !== undefined) found.set(name, good);
  }
  return found;
}

function numberWithin(value: unknown, low: number, high: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= high ? value : undefined;
}

function tableOf(value: unknown): TableSettings | undefined {
  const [columns, widths] = [field(value, 'columns'), field(value, 'widths')];
  if (!Array.isArray(columns)) return undefined;
  const kept = columns.filter((name): name is string => typeof name === 'string' && word.test(name)).slice(0, 100);
  return { columns: [...new Set(kept)], widths: Object.fromEntries(mapOf(widths, (width) => numberWithin(width, 24, 2000))) };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** Settings from stored text; never throws. */
export function parseSettings(text: string | null): Settings {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '{}');
  } catch {
    return defaults;
  }
  return {
    language: oneOf(field(value, 'language'), ['auto', 'en', 'zh-hans'], 'auto'),
    theme: oneOf(field(value, 'theme'), ['system', 'light', 'dark'], 'system'),
    zone: oneOf(field(value, 'zone'), ['local', 'utc'], 'local'),
    clock: oneOf(field(value, 'clock'), ['clock', 'date', 'relative'], 'clock'),
    tables: mapOf(field(value, 'tables'), tableOf),
    splits: mapOf(field(value, 'splits'), (size) => numberWithin(size, 0, 100)),
    choices: mapOf(field(value, 'choices'), (choice) => (typeof choice === 'string' && word.test(choice) ? choice : undefined)),
  };
}

export function formatSettings(settings: Settings): string {
  return JSON.stringify({
    ...settings,
    tables: Object.fromEntries(settings.tables),
    splits: Object.fromEntries(settings.splits),
    choices: Object.fromEntries(settings.choices),
  });
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The settings of this page, watched by the shell. */
export const settings: Signal<Settings> = new Signal(parseSettings(typeof localStorage === 'undefined' ? null : stored()));

/** Changes some of them and keeps them: `changeSettings({ theme: 'dark' })`. */
export function changeSettings(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change };
  try {
    localStorage.setItem(KEY, formatSettings(settings.value));
  } catch {
    // private windows and full disks: the choice lasts as long as the page
  }
}

export function changeTable(name: string, table: TableSettings): void {
  changeSettings({ tables: new Map(settings.value.tables).set(name, table) });
}

export function changeSplit(name: string, percent: number): void {
  changeSettings({ splits: new Map(settings.value.splits).set(name, percent) });
}
