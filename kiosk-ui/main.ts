import './theme/theme.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { lang } from './i18n/lang.svelte.ts';
import { connection } from './state/connection.svelte.ts';
import { settings } from './state/settings.svelte.ts';

const target = document.querySelector('#app');
if (!target) throw new Error('index.html has lost its #app');

await lang.speak(settings.language);
connection.start();
mount(App, { target });
