/** What belongs to this screen and not to the register: language, theme, hand, volume, single keys. Kept in the browser. */
import type { Language } from '#contract/words.ts';

export const THEMES = ['light', 'dark', 'hour', 'system'] as const;
export type Theme = (typeof THEMES)[number];
export const SPOKEN = ['fr', 'en'] as const satisfies readonly Language[];
export type Spoken = (typeof SPOKEN)[number];
export const HANDS = ['right', 'left'] as const;
export type Hand = (typeof HANDS)[number];

const KEY = 'vaguemestre.screen';

interface Kept {
  language: Spoken;
  theme: Theme;
  hand: Hand;
  volume: number;
  singleKeys: boolean;
  operator: string;
}

const word = <W extends readonly string[]>(words: W, found: unknown, otherwise: W[number]): W[number] =>
  words.includes(found as W[number]) ? (found as W[number]) : otherwise;

function kept(): Kept {
  let found: Partial<Kept> = {};
  try {
    found = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
  } catch {
    // Storage may be switched off or hold something else: the defaults are right then.
  }
  return {
    language: word(SPOKEN, found.language ?? navigator.language.slice(0, 2), 'fr'),
    theme: word(THEMES, found.theme, 'light'),
    hand: word(HANDS, found.hand, 'right'),
    volume: typeof found.volume === 'number' ? Math.min(1, Math.max(0, found.volume)) : 0.6,
    singleKeys: found.singleKeys !== false,
    operator: typeof found.operator === 'string' ? found.operator.slice(0, 100) : '',
  };
}

export const settings = $state<Kept>(kept());

/** Dark by the hour: from 19:00 to 07:00. */
function themeNow(dark: boolean, hour: number): 'light' | 'dark' {
  if (settings.theme === 'system') return dark ? 'dark' : 'light';
  if (settings.theme === 'hour') return hour >= 19 || hour < 7 ? 'dark' : 'light';
  return settings.theme;
}

/** Call once inside the application's component: writes `html`'s attributes and keeps what was chosen. */
export function applySettings(nowMs: () => number): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let systemDark = $state(dark.matches);
  dark.addEventListener('change', (event) => {
    systemDark = event.matches;
  });
  $effect(() => {
    const root = document.documentElement;
    root.dataset.theme = themeNow(systemDark, new Date(nowMs()).getHours());
    root.dataset.hand = settings.hand;
    root.lang = settings.language;
  });
  $effect(() => {
    try {
      localStorage.setItem(KEY, JSON.stringify(settings));
    } catch {
      // Nothing is lost but the choice of this visit.
    }
  });
}
