/** Five sounds, synthesised, always doubled on screen. No browser lets a page sound before it was touched once; then it stays silent. */
import { settings } from './settings.svelte.ts';

/** [frequency in Hz, start in ms, length in ms] */
type Tone = readonly [number, number, number];
const SOUNDS = {
  /** After the commit, not after the beep of the hand scanner. */
  recorded: [[1320, 0, 90]],
  question: [
    [660, 0, 110],
    [880, 130, 140],
  ],
  stopped: [
    [520, 0, 160],
    [390, 190, 210],
  ],
  refused: [
    [220, 0, 120],
    [220, 170, 140],
  ],
  finished: [
    [660, 0, 100],
    [880, 120, 100],
    [1175, 240, 160],
  ],
} as const satisfies Record<string, readonly Tone[]>;
export type Sound = keyof typeof SOUNDS;

let context: AudioContext | null = null;

export function play(sound: Sound): void {
  if (settings.volume === 0 || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended' && !navigator.userActivation?.hasBeenActive) return;
  void context.resume();
  const now = context.currentTime;
  for (const [hertz, startMs, lengthMs] of SOUNDS[sound]) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const from = now + startMs / 1000;
    const to = from + lengthMs / 1000;
    tone.frequency.value = hertz;
    tone.type = 'triangle';
    loudness.gain.setValueAtTime(0, from);
    loudness.gain.linearRampToValueAtTime(settings.volume * 0.3, from + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.001, to);
    tone.connect(loudness).connect(context.destination);
    tone.start(from);
    tone.stop(to);
  }
}
