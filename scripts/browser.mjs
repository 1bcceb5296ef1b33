/**
 * Finds a Chromium for the tests, or gets one. Used by every test that needs a browser, so that all use the same.
 * Order: BROWSER_PATH, Playwright's own, the usual places, apt as root on Debian, Playwright's download, an error that
 * names the remedies.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** `{ path }`, or `{}` for Playwright's own, or undefined. */
export function findBrowser() {
  const named = process.env['BROWSER_PATH'];
  if (named) {
    if (!existsSync(named)) throw new Error(`BROWSER_PATH names ${named}, which is not there`);
    return { path: named };
  }
  try {
    if (existsSync(chromium.executablePath())) return {};
  } catch {
    // Playwright knows no build for this system; the system's own may do.
  }
  const path = usualPlaces.find((place) => existsSync(place));
  return path === undefined ? undefined : { path };
}

function attempt(command, args) {
  try {
    execFileSync(command, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    return true;
  } catch {
    return false;
  }
}

/** Gets a browser when there is none. Slow, and needs a network, at most once a machine. */
export function getBrowser() {
  const found = findBrowser();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    console.error('No Chromium found: installing Debian’s.');
    const packages = ['chromium', 'fonts-liberation', 'fonts-noto-cjk'];
    if (attempt('apt-get', ['update', '-q']) && attempt('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages])) {
      const installed = findBrowser();
      if (installed) return installed;
    }
  }
  console.error('No Chromium found: asking Playwright for its own.');
  attempt(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']);
  const downloaded = findBrowser();
  if (downloaded) return downloaded;
  throw new Error('No Chromium. Install one (Debian: apt-get install chromium), or run `npx playwright install chromium`, or set BROWSER_PATH to one.');
}

/**
 * Launch options for Playwright. The flags keep Chromium itself from talking to anybody.
 * @returns {{ executablePath?: string, args: string[] }}
 */
export function browserLaunch() {
  const { path } = getBrowser();
  const isRoot = process.getuid?.() === 0;
  return {
    ...(path ? { executablePath: path } : {}),
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
