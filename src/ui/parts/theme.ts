/**
 * The colours, faces and measures of every screen, as custom properties on :root: light, dark, or as the system says.
 * One accent; severity colours mean severity and nothing else. Every text colour keeps 4.5:1 on every ground it is used on
 * (theme.test.ts measures). Canvas painters read values with `token()` and listen with `onTheme()`.
 */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const lightColours = {
  bg: '#f5f6f8',
  surface: '#ffffff',
  'surface-2': '#eef1f5',
  sunken: '#f3f5f8',
  line: '#e2e6ec',
  'line-strong': '#c3cad5',
  text: '#171c24',
  'text-2': '#465061',
  'text-3': '#5d6778',
  accent: '#1d5bd0',
  'accent-soft': '#e4edfd',
  'on-accent': '#ffffff',
  error: '#b3261e',
  'error-soft': '#fcebe9',
  warning: '#8a5200',
  'warning-soft': '#fdf1dc',
  ok: '#146c41',
  'ok-soft': '#e1f4e9',
  note: '#45597a',
  'note-soft': '#e8edf5',
  'series-1': '#1d5bd0',
  'series-2': '#c2500c',
  'series-3': '#0b7f5b',
  'series-4': '#a03c8c',
  'series-5': '#806300',
  'series-6': '#4d5b70',
  lane: '#ccd3dd',
  scrim: 'rgb(20 26 36 / 0.38)',
  shadow: '0 8px 28px rgb(20 30 50 / 0.16), 0 1px 3px rgb(20 30 50 / 0.12)',
} as const;

export const darkColours: Record<keyof typeof lightColours, string> = {
  bg: '#0f1318',
  surface: '#151a21',
  'surface-2': '#1e252e',
  sunken: '#0b0f13',
  line: '#262d37',
  'line-strong': '#3b4553',
  text: '#e7ebf1',
  'text-2': '#b0bac7',
  'text-3': '#8f9aaa',
  accent: '#79a8ff',
  'accent-soft': '#1b2d4d',
  'on-accent': '#0a1424',
  error: '#ff8a80',
  'error-soft': '#3a1c1b',
  warning: '#f0b450',
  'warning-soft': '#362910',
  ok: '#63d39b',
  'ok-soft': '#13301f',
  note: '#a3b6d2',
  'note-soft': '#1e2939',
  'series-1': '#79a8ff',
  'series-2': '#ff9f5f',
  'series-3': '#4fcaa2',
  'series-4': '#e290d3',
  'series-5': '#e0c05a',
  'series-6': '#a9b6c8',
  lane: '#333d4a',
  scrim: 'rgb(0 0 0 / 0.55)',
  shadow: '0 10px 32px rgb(0 0 0 / 0.5), 0 1px 3px rgb(0 0 0 / 0.5)',
};

const measures = `
  --sg-font: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
  --sg-mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace;
  --sg-size: 13px; --sg-size-s: 12px; --sg-size-l: 15px; --sg-row: 26px; --sg-radius: 6px; --sg-gap: 8px;
  --sg-focus: 0 0 0 2px var(--sg-surface), 0 0 0 4px var(--sg-accent);`;

function declarations(colours: Readonly<Record<string, string>>): string {
  return Object.entries(colours)
    .map(([name, value]) => `--sg-${name}: ${value};`)
    .join(' ');
}

const sheetText = `
:root { ${measures} }
:root, :root[data-theme='light'] { color-scheme: light; ${declarations(lightColours)} }
:root[data-theme='dark'] { color-scheme: dark; ${declarations(darkColours)} }
html, body { height: 100%; margin: 0; }
body { background: var(--sg-bg); color: var(--sg-text); font: var(--sg-size) / 1.45 var(--sg-font); overflow: hidden; -webkit-text-size-adjust: 100%; }
`;

let chosen: Theme = 'system';
let installed = false;
const listeners = new Set<() => void>();

function isDark(): boolean {
  return chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
}

function apply(): void {
  document.documentElement.dataset['theme'] = isDark() ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

/** Puts the tokens on :root; once, from main.ts. An adopted sheet needs no inline style, so the policy stays strict. */
export function installTheme(): void {
  if (installed) return;
  installed = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sheetText);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
  apply();
}

export function setTheme(theme: Theme): void {
  chosen = theme;
  apply();
}

/** Calls back after every change of theme, the system's included; the answer ends it. For canvases. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The value of a token now, for canvases: `token('series-1')`. */
export function token(name: keyof typeof lightColours): string {
  return (isDark() ? darkColours : lightColours)[name];
}
