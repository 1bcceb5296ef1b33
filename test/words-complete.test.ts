/** Every header and attribute the parsers know is explained, in both languages. */
import { expect, test } from 'vitest';
import { attributeNames } from '../src/sdp/names.ts';
import { headerNames } from '../src/sip/header-names.ts';
import { contentNames } from '../src/capture/content-name.ts';
import { contents } from '../src/ui/words/zh-hans/contents.ts';
import { headers as headersEn } from '../src/ui/words/en/headers.ts';
import { sdpAttributes as attributesEn, sdpLines as linesEn } from '../src/ui/words/en/sdp.ts';
import { headers as headersZh } from '../src/ui/words/zh-hans/headers.ts';
import { sdpAttributes as attributesZh, sdpLines as linesZh } from '../src/ui/words/zh-hans/sdp.ts';

const missing = (names: readonly string[], words: Readonly<Record<string, string>>): string[] => {
  const known = new Set(Object.keys(words).map((name) => name.toLowerCase()));
  return names.filter((name) => !known.has(name.toLowerCase()));
};

test('headers', () => {
  const names = headerNames.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(100);
  expect(missing(names, headersEn)).toEqual([]);
  expect(missing(names, headersZh)).toEqual([]);
});

test('attributes and lines of a session description', () => {
  expect(missing(attributeNames, attributesEn)).toEqual([]);
  expect(missing(attributeNames, attributesZh)).toEqual([]);
  expect(missing([...'vosiuepcbtrzkam'], linesEn)).toEqual([]);
  expect(missing([...'vosiuepcbtrzkam'], linesZh)).toEqual([]);
});

test('what a file is that is no capture', () => {
  expect(contentNames.length).toBeGreaterThan(35);
  expect(missing(contentNames, contents)).toEqual([]);
});
