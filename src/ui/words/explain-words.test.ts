import { afterEach, expect, test } from 'vitest';
import {
  causeSentence,
  headerSentence,
  methodSentence,
  problemAdvice,
  problemSentence,
  sdpAttributeSentence,
  sdpLineSentence,
  statusSentence,
} from './explain-words.ts';
import { languages, setLanguage } from './language.ts';

afterEach(() => setLanguage('en'));

test('names match in any case, and each language answers in its own script', () => {
  for (const language of languages) {
    setLanguage(language);
    const said = [
      headerSentence('call-id'),
      headerSentence('P-Asserted-Identity'),
      sdpLineSentence('m'),
      sdpAttributeSentence('T38FaxUdpEC'),
      methodSentence('INVITE'),
      statusSentence(486),
      causeSentence(16),
      problemSentence('sip.missing-via'),
    ];
    for (const sentence of said) expect(/\p{Script=Han}/u.test(sentence ?? '')).toBe(language === 'zh-hans');
  }
});

test('what nobody knows is not made up, and no name reaches a prototype', () => {
  for (const name of ['__proto__', 'constructor', 'toString', '', 'X-Nobody']) {
    expect(headerSentence(name)).toBeUndefined();
    expect(sdpAttributeSentence(name)).toBeUndefined();
    expect(problemAdvice(name)).toBeUndefined();
    expect(problemSentence(name)).toBe(name);
    expect(methodSentence(name)).toBe(methodSentence('other'));
  }
  expect(causeSentence(999)).toBeUndefined();
  expect(statusSentence(499)).toContain('400');
  for (const status of [0, 99, 700, -1, NaN]) expect(statusSentence(status)).not.toBe('');
});
