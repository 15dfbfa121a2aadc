import { mount } from 'svelte';
import { lang } from '../i18n/lang.svelte.ts';
import { SPOKEN, type Spoken, settings } from '../state/settings.svelte.ts';
import Gallery from './Gallery.svelte';
import '../theme/theme.css';

const target = document.querySelector('#app');
if (!target) throw new Error('gallery/index.html has lost its #app');
const [language, theme] = location.hash.slice(1).split('-');
await lang.speak(SPOKEN.includes(language as Spoken) ? (language as Spoken) : settings.language);
document.documentElement.dataset.theme = theme === 'dark' ? 'dark' : 'light';
mount(Gallery, { target });
