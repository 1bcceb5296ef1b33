/** What the build makes up (scripts/plugins.ts): there is no such file on disk. */
declare module 'virtual:capture-worker' {
  /** The whole decoding worker as the text of one classic script. */
  const source: string;
  export default source;
}

declare module 'virtual:build' {
  export const version: string;
  /** A service worker stands beside the page. */
  export const offline: boolean;
  /** The captures in public/samples; `base64` only in the single file. */
  /** `title` and `story` by language ('en', 'zh-hans'), where public/samples/index.json tells them. */
  export const samples: readonly {
    readonly name: string;
    readonly size: number;
    readonly base64?: string;
    readonly title?: Readonly<Record<string, string>>;
    readonly story?: Readonly<Record<string, string>>;
  }[];
}
