// The page of a login is whole without this file. With it, the page hears of every change at once, asks the server for
// itself again and exchanges <main>: what a state looks like is decided in one place, on the server.

document.documentElement.classList.add('js');

const main = () => document.getElementById('main');
const live = document.getElementById('live');
const longestPause = 30_000;

let drawnAt = Date.now();
let drawing = false;
let drawAgain = false;
let stream;
let retry;
let pause = 1_000;

async function redraw() {
  if (drawing) {
    drawAgain = true;
    return;
  }
  drawing = true;
  try {
    const answer = await fetch(location.href, { cache: 'no-store', headers: { accept: 'text/html' } });
    // A proxy's error page or a limit says nothing about the login: keep what is shown.
    if (answer.ok || answer.status === 404 || answer.status === 410) {
      show(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    }
  } catch {
    // Offline: the stream comes back by itself, and so does this.
  } finally {
    drawing = false;
    if (drawAgain) {
      drawAgain = false;
      redraw();
    }
  }
}

function show(page) {
  const old = main();
  const next = page.getElementById('main');
  if (!next) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : null;
  keepPicture(old, next);
  for (const open of old.querySelectorAll('details[open]')) {
    const same = open.id && next.querySelector(`details#${open.id}`);
    if (same) same.open = true;
  }
  old.replaceWith(next);
  drawnAt = Date.now();
  document.title = page.title;
  if (next.dataset.say !== old.dataset.say) live.textContent = next.dataset.say ?? '';
  // Focus stays where it was; if that place is gone, it goes to the heading and not to the top of the document.
  if (focused !== null) (document.getElementById(focused) ?? next.querySelector('h1'))?.focus({ preventScroll: true });
  if (!next.dataset.events) hangUp();
  watchPicture();
  tick();
}

/** The same code needs no second download, and does not blink. */
function keepPicture(old, next) {
  const shown = old.querySelector('#qr-image');
  const wanted = next.querySelector('#qr-image');
  if (shown?.naturalWidth && wanted && shown.getAttribute('src') === wanted.getAttribute('src')) wanted.replaceWith(shown);
}

/** A picture that TapTap did not give is hidden behind its words, and asked for again. */
function watchPicture() {
  const picture = document.getElementById('qr-image');
  if (!picture || picture.dataset.watched) return;
  picture.dataset.watched = 'yes';
  const lost = () => {
    picture.classList.add('lost');
    setTimeout(() => { if (picture.isConnected) redraw(); }, 5_000);
  };
  picture.addEventListener('error', lost);
  if (picture.complete && !picture.naturalWidth) lost();
}

function listen() {
  hangUp();
  const address = main().dataset.events;
  if (!address) return;
  stream = new EventSource(address);
  stream.addEventListener('open', () => { pause = 1_000; });
  stream.addEventListener('status', (event) => {
    if (String(JSON.parse(event.data).version) !== main().dataset.version) redraw();
  });
  stream.addEventListener('error', () => {
    // The browser reconnects by itself after a broken line, but gives up after an answer that is no stream.
    if (stream?.readyState !== EventSource.CLOSED) return;
    hangUp();
    retry = setTimeout(() => { redraw().then(listen); }, pause);
    pause = Math.min(pause * 2, longestPause);
  });
}

function hangUp() {
  clearTimeout(retry);
  stream?.close();
  stream = undefined;
}

/** A phone freezes this page while TapTap is in front: what happened meanwhile is asked for on the way back. */
function wake() {
  if (document.visibilityState !== 'visible' || !main().dataset.events) return;
  redraw();
  listen();
}

function tick() {
  const passed = (Date.now() - drawnAt) / 1_000;
  let ended = false;
  for (const clock of document.querySelectorAll('[data-seconds]')) {
    const left = Math.max(0, Math.ceil(Number(clock.dataset.seconds) - passed));
    ended ||= left === 0;
    if (clock instanceof HTMLProgressElement) clock.value = left;
    else clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  }
  // Once something ran out the server knows more; five seconds apart, should its clock be behind.
  if (ended && passed > 5) redraw();
}

async function copy(button) {
  button.dataset.label ??= button.textContent;
  const done = await put(button.dataset.copy);
  button.textContent = live.textContent = done ? button.dataset.done : button.dataset.failed;
  setTimeout(() => { button.textContent = button.dataset.label; }, 2_500);
}

async function put(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // In-app browsers and plain http have no clipboard to write to, but an older way.
    const field = document.createElement('textarea');
    field.className = 'unseen';
    field.value = text;
    field.readOnly = true;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-copy]');
  if (button) copy(button);
});
document.addEventListener('visibilitychange', wake);
addEventListener('pageshow', (event) => { if (event.persisted) wake(); });
addEventListener('online', wake);
setInterval(tick, 1_000);
watchPicture();
listen();
