// Judges a page as it is laid out; see held.rs.
const done = arguments[arguments.length - 1];
const THUMB = 48;
const ANSWER = 56;
// What a browser's rounding makes of a whole number.
const ABOUT = 0.75;

const frame = () => new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(ok)));
const plain = (text) => text.replace(/\s+/g, ' ').trim().slice(0, 50);
const named = (it) => {
    const kind = it.className && typeof it.className === 'string' ? '.' + it.className.trim().replace(/\s+/g, '.') : '';
    return `${it.tagName.toLowerCase()}${kind} “${plain(it.getAttribute('aria-label') ?? it.textContent ?? '')}”`;
};
const top = () => document.querySelector('dialog:modal') ?? document.body;
const drawn = (it) => {
    const { width, height } = it.getBoundingClientRect();
    return width > 1 && height > 1 && it.checkVisibility({ visibilityProperty: true });
};

// --- out of the screen, and cut off --------------------------------------------------------------
const outOfTheScreen = () => {
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter((it) => {
        const { left, right } = it.getBoundingClientRect();
        return drawn(it) && (right > innerWidth + 1 || left < -1);
    });
    return [`runs out of the screen by ${document.documentElement.scrollWidth - innerWidth}: ${wide.slice(-3).map(named).join(', ')}`];
};
// What clips is wider or higher than it shows; or the words of a box stand out of it.
const BOX = 'a, button, label, summary, .card, .banner, .more, .not-saved, .status-line, .undo-line, .floors, main, th, td';
const clips = (how) => how === 'hidden' || how === 'clip';
const clipped = () => [...top().querySelectorAll('*')].filter((it) => {
    if (!drawn(it) || it.clientWidth === 0 || it.matches('svg, svg *, input, progress, .visually-hidden')) return false;
    const { overflowX, overflowY } = getComputedStyle(it);
    return clips(overflowX) && it.scrollWidth > it.clientWidth + 1 || clips(overflowY) && it.scrollHeight > it.clientHeight + 1;
}).map((it) => `is cut off, ${it.scrollWidth}×${it.scrollHeight} in ${it.clientWidth}×${it.clientHeight}: ${named(it)}`);
const outOfTheBox = () => {
    const texts = document.createTreeWalker(top(), NodeFilter.SHOW_TEXT);
    const faults = [];
    const range = document.createRange();
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const it = text.parentElement;
        const box = it.closest(BOX);
        if (!box || !top().contains(box) || !plain(text.data) || !drawn(it) || it.closest('.visually-hidden, select, textarea')) continue;
        range.selectNodeContents(text);
        const inner = range.getBoundingClientRect();
        const outer = box.getBoundingClientRect();
        if (getComputedStyle(box).display === 'inline') continue;
        // A letter's own box is higher than a tight line.
        const over = parseFloat(getComputedStyle(it).fontSize) / 10;
        const out = Math.max(inner.right - outer.right, outer.left - inner.left, inner.bottom - outer.bottom - over, outer.top - inner.top - over);
        if (out > 1) faults.push(`stands ${out.toFixed(1)} out of ${named(box)}: “${plain(text.data)}”`);
    }
    return faults;
};

// --- what is tapped --------------------------------------------------------------------------------
const TAPPED = 'a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=checkbox], [role=radio]';
const inRunningText = (it) => {
    if (!it.matches('a') || getComputedStyle(it).display !== 'inline') return false;
    return [...it.parentElement.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && plain(one.textContent).length > 1);
};
// The label of a radio or a checkbox is its target; a link that is stretched over its line has the line's.
const target = (it) => {
    if (it.matches('[type=radio], [type=checkbox], [type=file]')) {
        const labels = [...(it.labels ?? [])].filter(drawn);
        const large = (one) => { const { width, height } = one.getBoundingClientRect(); return width * height; };
        return [it, ...labels].sort((one, other) => large(other) - large(one))[0];
    }
    const over = getComputedStyle(it, '::after');
    const stretched = over.content !== 'none' && over.position === 'absolute' && over.inset === '0px';
    return stretched ? it.offsetParent ?? it : it;
};
const tapped = () => [...top().querySelectorAll(TAPPED)].filter((it) => drawn(it) || [...(it.labels ?? [])].some(drawn));
const tooSmall = (all) => all.filter((it) => !inRunningText(it)).flatMap((it) => {
    const { width, height } = target(it).getBoundingClientRect();
    const least = it.matches('.outcome, .answer') ? ANSWER : THUMB;
    return height < least - ABOUT || width < THUMB - ABOUT
        ? [`is ${width.toFixed(1)}×${height.toFixed(1)}: ${named(it)}`] : [];
});

// Brought into sight as the focus brings it: its middle and, where there is room, both its ends are to be hit.
const hit = (it, x, y) => {
    const found = document.elementFromPoint(x, y);
    return found && (it.contains(found) || found.contains(it) && found.matches('label, summary') || found.closest('label')?.control === it || (target(it) !== it && target(it).contains(found)));
};
const points = (it) => {
    const { left, top, width, height, bottom } = target(it).getBoundingClientRect();
    const middle = left + width / 2;
    const ends = height < innerHeight / 3 ? [[middle, top + 3], [middle, bottom - 3]] : [];
    return [[middle, top + height / 2], ...ends];
};
const misses = (it) => points(it).filter(([x, y]) => !hit(it, x, y));
const outOfReach = async (all) => {
    const faults = [];
    for (const it of all) {
        if (it.disabled || getComputedStyle(it).pointerEvents === 'none') continue;
        it.scrollIntoView({ block: 'nearest', behavior: 'instant' });
        if (!misses(it).length) continue;
        // What was out of sight until now is laid out in the next frame.
        await frame();
        it.scrollIntoView({ block: 'nearest', behavior: 'instant' });
        const missed = misses(it);
        if (missed.length) {
            const [x, y] = missed[0];
            const over = document.elementFromPoint(x, y);
            const nth = `${Math.round(x)},${Math.round(y)}`;
            faults.push(`is out of reach at ${nth} under ${over ? named(over) : 'nothing'}: ${named(it)}`);
        }
    }
    return faults;
};

(async () => {
    // What is laid out only once it comes into sight is judged as it looks then.
    const later = [...document.querySelectorAll('main *')].filter((it) => getComputedStyle(it).contentVisibility === 'auto');
    later.forEach((it) => { it.style.contentVisibility = 'visible'; });
    await frame();
    const all = tapped();
    const faults = [...outOfTheScreen(), ...clipped(), ...outOfTheBox(), ...tooSmall(all), ...await outOfReach(all)];
    later.forEach((it) => { it.style.contentVisibility = ''; });
    scrollTo(0, 0);
    top().scrollTop = 0;
    await frame();
    return faults;
})().then(done, (error) => done([String(error)]));
