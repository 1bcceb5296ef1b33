/**
 * A sound to try coders with, made here so that no recording is needed: a glottal pulse train of wandering pitch through three
 * wandering formants, then silence, clicks, a full-scale square wave, noise, and a sweep. The same in every run.
 */

/** Samples of about `seconds`, from -32768 to 32767. */
export function speechLike(sampleRate: number, seconds: number): Int16Array {
  const out = new Int16Array(Math.round(sampleRate * seconds));
  const voiced = voice(sampleRate, out.length);
  let random = 12345;
  for (let i = 0; i < out.length; i++) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    const part = (i / out.length) * 10;
    const at = i / sampleRate;
    let value = voiced[i]!;
    if (part > 4 && part < 4.6) value = 0;
    else if (part >= 4.6 && part < 5) value = i % 97 === 0 ? 32767 : i % 131 === 0 ? -32768 : 0;
    else if (part >= 5 && part < 5.5) value = Math.floor(at * 440) % 2 === 0 ? 32767 : -32768;
    else if (part >= 5.5 && part < 6) value = (random >>> 16) / 16 - 2048;
    else if (part >= 6 && part < 7) value = 12000 * Math.sin(2 * Math.PI * at * (200 + (part - 6) * 0.25 * sampleRate));
    out[i] = Math.max(-32768, Math.min(32767, Math.round(value)));
  }
  return out;
}

function voice(sampleRate: number, length: number): Float64Array {
  const out = new Float64Array(length);
  const formants = [
    [650, 90, 0.7],
    [1350, 120, 1.3],
    [2500, 200, 0.4],
  ] as const;
  const memory = formants.map(() => [0, 0] as [number, number]);
  let phase = 0;
  for (let i = 0; i < length; i++) {
    const at = i / sampleRate;
    phase += (130 + 45 * Math.sin(2 * Math.PI * 0.9 * at)) / sampleRate;
    let value = 0;
    if (phase >= 1) {
      phase -= 1;
      value = 1;
    }
    for (const [index, [frequency, width, wander]] of formants.entries()) {
      const angle = (2 * Math.PI * frequency * (1 + 0.25 * Math.sin(2 * Math.PI * wander * at))) / sampleRate;
      const radius = Math.exp((-Math.PI * width) / sampleRate);
      const kept = memory[index]!;
      const next = value + 2 * radius * Math.cos(angle) * kept[0] - radius * radius * kept[1];
      kept[1] = kept[0];
      kept[0] = next;
      value = next * (1 - radius);
    }
    const loudness = 0.15 + 0.85 * Math.max(0, Math.sin(2 * Math.PI * 1.7 * at));
    out[i] = 30000 * 40 * loudness * value;
  }
  return out;
}

/** Any octets: what no coder would make. */
export function anyOctets(count: number, seed: number): Uint8Array {
  let random = seed;
  return Uint8Array.from({ length: count }, () => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return random >>> 24;
  });
}
