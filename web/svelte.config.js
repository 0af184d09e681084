import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  // The table is laid out as grids, and a browser may then drop the roles of its elements: they are said again.
  compilerOptions: { runes: true, warningFilter: (warning) => warning.code !== 'a11y_no_redundant_roles' },
};
