// What is wrong with the page as it stands: one sentence for each fault, none for a page that is fit to be shown.
(width) => {
  const faults = [];
  const name = (element) => `<${element.localName}${element.id ? ` id=${element.id}` : ''}> ${element.textContent.trim().slice(0, 40)}`;
  const fault = (what, element) => faults.push(element ? `${what}: ${name(element)}` : what);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && box.width > 1 && box.height > 1;
  };

  // colours: [red, green, blue, alpha], as the browser itself reads them
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const known = new Map();
  const colour = (text) => known.get(text) ?? known.set(text, read(text)).get(text);
  const over = (top, under) => [...[0, 1, 2].map((channel) => top[channel] * top[3] + under[channel] * (1 - top[3])), 1];
  const light = (rgb) => {
    const [red, green, blue] = rgb.slice(0, 3).map((channel) => channel / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const withAncestors = (element) => (element ? [...withAncestors(element.parentElement), element] : []);

  /** Every colour that may lie behind an element: a gradient counts with each of its stops. */
  const grounds = (element) => withAncestors(element).reduce((under, each) => {
    const style = getComputedStyle(each);
    const plain = under.map((ground) => over(colour(style.backgroundColor), ground));
    const stops = style.backgroundImage.match(/(?:rgba?|color|oklab|oklch)\([^)]*\)/g);
    return stops ? stops.flatMap((stop) => plain.map((ground) => over(colour(stop), ground))) : plain;
  }, [[255, 255, 255, 1]]);
  const readable = (element, text, opacity, what) => {
    const [red, green, blue, alpha] = colour(text);
    const ink = [red, green, blue, withAncestors(element).reduce((product, each) => product * Number(getComputedStyle(each).opacity), alpha * opacity)];
    const worst = Math.min(...grounds(element).map((ground) => contrast(over(ink, ground), ground)));
    if (worst < 4.5) fault(`contrast ${worst.toFixed(2)} of ${what}`, element);
  };

  // No filter function: a browser without JavaScript calls none back.
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && !element.closest('noscript, script') && isSeen(element)) readable(element, getComputedStyle(element).color, 1, 'text');
  }
  for (const element of all('li, summary').filter(isSeen)) readable(element, getComputedStyle(element, '::before').color, 1, 'marker');
  for (const element of all('[placeholder]').filter(isSeen)) {
    const style = getComputedStyle(element, '::placeholder');
    readable(element, style.color, Number(style.opacity), 'placeholder');
  }

  // nothing sticks out, and a finger finds what it can press
  if (document.documentElement.scrollWidth > width) fault(`${document.documentElement.scrollWidth} px wide`);
  for (const element of all('body *').filter(isSeen)) {
    const box = element.getBoundingClientRect();
    if (box.right > width + 1 || box.left < -1) fault(`reaches from ${box.left} to ${box.right}`, element);
  }
  for (const element of all('button, .button, summary, .switch, .brand, .link, .choice').filter(isSeen)) {
    if (element.getBoundingClientRect().height < 44) fault('lower than 44 px', element);
  }

  // headings, landmarks, names
  if (!['zh-CN', 'en'].includes(document.documentElement.lang)) fault(`lang is "${document.documentElement.lang}"`);
  if (!document.title.trim()) fault('no title');
  const levels = all('h1, h2, h3, h4').filter(isSeen).map((heading) => Number(heading.localName[1]));
  if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) fault(`headings begin as ${levels}`);
  if (levels.some((level, index) => index > 0 && level > levels[index - 1] + 1)) fault(`a heading level is left out: ${levels}`);
  for (const landmark of ['body > header', 'main', 'body > footer']) if (all(landmark).length !== 1) fault(`${all(landmark).length} times ${landmark}`);
  for (const section of all('nav, section')) if (!section.ariaLabel && !section.hasAttribute('aria-labelledby')) fault('a section without a name', section);
  for (const image of all('img:not([alt])')) fault('no alt', image);
  for (const field of all('input:not([type=hidden])')) if (![...field.labels].some((label) => label.textContent.trim())) fault('no label', field);
  for (const element of all('a, button, summary')) {
    if (!element.textContent.trim() && !element.ariaLabel) fault('nothing to call it by', element);
  }
  for (const element of all('[aria-labelledby], [aria-describedby], [aria-errormessage]')) {
    for (const id of ['aria-labelledby', 'aria-describedby', 'aria-errormessage'].map((each) => element.getAttribute(each)).filter(Boolean)) {
      if (!document.getElementById(id)) fault(`nothing has the id ${id}`, element);
    }
  }
  const ids = all('[id]').map((element) => element.id);
  if (new Set(ids).size !== ids.length) fault(`an id stands twice: ${ids}`);
  if (document.getElementById('live')?.getAttribute('aria-live') !== 'polite') fault('nothing is read out');

  // nothing inline
  for (const element of all('[style], style, script:not([src])')) fault('inline', element);
  for (const element of all('*')) if ([...element.attributes].some((attribute) => attribute.name.startsWith('on'))) fault('inline handler', element);
  return faults;
}
