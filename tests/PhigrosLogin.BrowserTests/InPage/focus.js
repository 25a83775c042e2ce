// Where the keyboard is, and whether one sees it: [id or text of the place, fault or null].
() => {
  const place = document.activeElement;
  if (!place || place === document.body) return ['', null];
  const shown = place.closest('.choice') ?? place;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  const fault =
    style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 ? 'has no outline' :
    box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth ? 'is outside the window' : null;
  return [place.id || place.textContent.trim() || place.value, fault];
}
