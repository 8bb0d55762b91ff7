// Runs before the page is drawn, so that it never flashes in the other colours.
(() => {
  const stored = localStorage.getItem('podium.theme');
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = stored ?? (dark ? 'dark' : 'light');
})();
