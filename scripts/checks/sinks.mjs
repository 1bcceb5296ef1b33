/**
 * Text from a capture is only ever text: nothing in the product may hand text to the HTML parser or to the interpreter
 * (reliability goal S5). Trusted Types alone would let lit's unsafeHTML through. Checks itself before it checks the tree.
 */
import { lineOf, productSource, withoutComments } from './files.mjs';

/** pattern, what it is, files that may, the floors it can matter on (below `app` the compiler knows no such names). */
const forbidden = [
  [/\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe|srcdoc|DOMParser)\b/g, 'an HTML sink'],
  [/\b(unsafeHTML|unsafeSVG|unsafeMathML|unsafeStatic)\b/g, 'lit without escaping'],
  [/\bdocument\s*\.\s*write(ln)?\b/g, 'document.write'],
  [/(?<![\w.$])eval\s*\(|\bindirectEval\b/g, 'eval'],
  [/\bnew\s+Function\b|(?<![\w.$])Function\s*\(/g, 'code from text'],
  [/\bset(Timeout|Interval)\s*\(\s*['"`]/g, 'a timer that takes text'],
  [/\bstyleMap\b/g, 'styleMap (the policy refuses its first render)'],
  [/(?<![.\w-])style=(?:["']|\$\{)/g, 'a style attribute in a template (use .style=, a class or a custom property)'],
  [/['"`]\s*javascript:/gi, 'a javascript: address'],
  [/\bcreatePolicy\s*\(/g, 'a Trusted Types policy', ['src/app/script-address.ts']],
  [/\bnew\s+(Shared)?Worker\s*\(/g, 'a worker started elsewhere', ['src/app/start-worker.ts']],
  [/\bunsafeCSS\b/g, 'style from text', ['src/ui/parts/sg-time-chart.ts']],
  [
    /(?<![\w.$])fetch\s*\(|\bnew\s+(XMLHttpRequest|WebSocket|EventSource|WebTransport|RTCPeerConnection)\b|\bsendBeacon\b/g,
    'a request',
    ['src/app/samples.ts', 'src/offline/main.ts'],
    /^src\/(app|ui|worker|offline)\//,
  ],
];

export function sinksIn(path, text) {
  const code = withoutComments(text);
  return forbidden.flatMap(([pattern, what, allowed, where = /./]) =>
    allowed?.includes(path) || !where.test(path)
      ? []
      : [...code.matchAll(pattern)].map((found) => `${path}:${lineOf(code, found.index)}: ${what}: ${found[0]}`),
  );
}

const bad = [
  'a.innerHTML = b',
  "a['outerHTML'] = b",
  'a.insertAdjacentHTML("beforeend", b)',
  'html`${unsafeHTML(b)}`',
  'document.write(b)',
  'eval(b)',
  'new Function(b)',
  "setTimeout('b()', 1)",
  'html`<p style="color: red">`',
  'html`<p style=${b}>`',
  'html`<p style=${styleMap(b)}>`',
  'a.href = `javascript:${b}`',
  "trustedTypes.createPolicy('x', {})",
  'new Worker(b)',
  'css`${unsafeCSS(b)}`',
  'fetch(b)',
  'navigator.sendBeacon(b)',
];
const good = [
  'html`<p .style=${b}>`',
  '// innerHTML is not for us',
  '/* eval( */',
  'const style = 1',
  'evaluate(1)',
  'queries.fetchRows(1)',
  'setTimeout(() => b(), 1)',
  'this.prefetch(1)',
];

export function sinks() {
  const blind = [...bad.filter((text) => sinksIn('src/ui/x.ts', text).length === 0), ...good.filter((text) => sinksIn('src/ui/x.ts', text).length > 0)];
  const files = productSource();
  return [
    ...blind.map((text) => `the check itself is wrong about: ${text}`),
    ...(files.length < 10 ? ['the check sees no source'] : []),
    ...files.flatMap(({ path, text }) => sinksIn(path, text)),
  ];
}
