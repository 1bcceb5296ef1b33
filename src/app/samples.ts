/**
 * The captures that come with Sipglass: read from beside the page, or out of the page itself in the single file.
 * Fetching one sends nothing: the request names a file of ours.
 */
import { samples } from 'virtual:build';

export interface SampleStory {
  readonly name: string;
  readonly octets: number;
  /** by language: 'en', 'zh-hans' */
  readonly title: Readonly<Record<string, string>>;
  readonly story: Readonly<Record<string, string>>;
}

/** What this build carries, for the start page; empty when it carries none. */
export const sampleStories: readonly SampleStory[] = samples.map(({ name, size, title, story }) => ({
  name,
  octets: size,
  title: title ?? {},
  story: story ?? {},
}));

/** Rejects when the file is not there, with a sentence for the log; `name` must be one of sampleStories. */
export async function openSample(name: string): Promise<File> {
  const sample = samples.find((each) => each.name === name);
  if (sample === undefined) throw new Error(`No sample is called ${name}`);
  if (sample.base64 !== undefined) {
    return new File([Uint8Array.from(atob(sample.base64), (letter) => letter.charCodeAt(0))], name);
  }
  const response = await fetch(new URL(`samples/${name}`, document.baseURI));
  if (!response.ok) throw new Error(`The sample ${name} could not be read: ${response.status}`);
  return new File([await response.arrayBuffer()], name);
}
