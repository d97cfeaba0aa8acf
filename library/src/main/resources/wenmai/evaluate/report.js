const page = document.documentElement;

// Languages: both are in the page, the style shows the one of the page's lang.
const languages = document.querySelector('.languages');
function speak(lang) {
  page.lang = lang;
  document.title = document.querySelector(`h1 [lang="${lang}"]`).textContent;
  for (const button of languages.children) button.setAttribute('aria-pressed', button.dataset.lang === lang);
}
for (const button of languages.children) button.onclick = () => speak(button.dataset.lang);
languages.hidden = false;
speak(page.lang);

// Commands: copy, or select where the browser does not let a page copy.
for (const copy of document.querySelectorAll('.copy')) {
  const code = copy.parentElement.querySelector('code');
  copy.hidden = false;
  copy.onclick = async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      copy.classList.add('done');
      setTimeout(() => copy.classList.remove('done'), 1500);
    } catch {
      getSelection().selectAllChildren(code);
    }
  };
}

// Chart: the values at the step nearest to the pointer.
for (const chart of document.querySelectorAll('.chart')) {
  const svg = chart.querySelector('svg');
  const hover = chart.querySelector('.hover');
  const readout = chart.querySelector('.readout');
  const points = svg.dataset.points.split(' ').map(p => p.split(',').map(Number));
  const held = [...svg.querySelectorAll('circle.held')].map(c => [+c.dataset.step, c.dataset.loss]);
  const show = (name, value) => readout.querySelector(`[data-value=${name}]`).textContent = value;
  svg.onpointermove = event => {
    if (points[0].length < 5) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
    const [x, y, step, raw, smooth] = points.reduce((a, b) => Math.abs(b[0] - at) < Math.abs(a[0] - at) ? b : a);
    hover.querySelector('line').setAttribute('x1', x);
    hover.querySelector('line').setAttribute('x2', x);
    hover.querySelector('circle').setAttribute('cx', x);
    hover.querySelector('circle').setAttribute('cy', y);
    hover.setAttribute('visibility', 'visible');
    show('step', step.toLocaleString('en'));
    show('raw', raw.toFixed(3));
    show('smooth', smooth.toFixed(3));
    show('held', held.findLast(h => h[0] <= step)?.[1] ?? '–');
    readout.classList.add('shown');
  };
  svg.onpointerleave = () => {
    hover.setAttribute('visibility', 'hidden');
    readout.classList.remove('shown');
  };
}
