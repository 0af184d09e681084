import '@fontsource-variable/archivo/wdth.css';
import './style/base.css';
import './style/controls.css';
import './style/flags.css';
import './style/tones.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
