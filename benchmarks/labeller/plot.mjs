/** Cost against voxels and against distinct values, as a small picture with logarithmic axes. */

/** Its name, beside the README. */
export const PLOT = 'growth.svg';

const WIDTH = 380;
const HEIGHT = 260;
const MARGIN = { left: 56, right: 20, top: 34, bottom: 44 };
const OURS = '#0b6e99';
const THEIRS = '#b0562a';

export function growthPlot({ voxels, values }) {
  const ours = (rows, x) => rows.map(row => [x(row), row.milliseconds]);
  const panels = [
    panel('against voxels (line: proportional)', 'voxels', [
      { points: ours(voxels, ({ size }) => size ** 3), colour: OURS, name: 'Voxproof' },
      { points: proportional(voxels), colour: '#999', name: '' }
    ]),
    panel('against distinct values', 'distinct values', [
      { points: ours(values, row => row.values), colour: OURS, name: 'Voxproof' },
      { points: values.map(row => [row.values, row.loop]), colour: THEIRS, name: "scipy's loop" }
    ])
  ];
  const size = `width="${2 * WIDTH}" height="${HEIGHT}" viewBox="0 0 ${2 * WIDTH} ${HEIGHT}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...panels.map((body, i) => `<g transform="translate(${i * WIDTH} 0)">${body}</g>`),
    '</svg>\n'
  ].join('\n');
}

/** Time proportional to voxels through the largest cube. */
function proportional(voxels) {
  const { size, milliseconds } = voxels.at(-1);
  return voxels.map(row => [row.size ** 3, milliseconds * (row.size / size) ** 3]);
}

function panel(title, label, lines) {
  const all = lines.flatMap(({ points }) => points);
  const x = scale(
    all.map(([value]) => value),
    MARGIN.left,
    WIDTH - MARGIN.right
  );
  const y = scale(
    all.map(([, value]) => value),
    HEIGHT - MARGIN.bottom,
    MARGIN.top
  );
  const bottom = HEIGHT - MARGIN.bottom;
  return [
    text(WIDTH / 2, 18, `ms ${title}`, 'middle'),
    text(WIDTH / 2, HEIGHT - 10, label, 'middle'),
    ...x.ticks.map(tick => text(x.at(tick), bottom + 16, power(tick), 'middle')),
    ...y.ticks.map(tick => text(MARGIN.left - 6, y.at(tick) + 4, power(tick), 'end')),
    ...y.ticks.map(tick => grid(MARGIN.left, y.at(tick), WIDTH - MARGIN.right, y.at(tick))),
    ...x.ticks.map(tick => grid(x.at(tick), MARGIN.top, x.at(tick), bottom)),
    ...lines.map(({ points, colour, name }) => line(points, x, y, colour, name))
  ].join('\n');
}

function scale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i));
  return { ticks, at: value => from + ((Math.log10(value) - low) / (high - low)) * (to - from) };
}

function line(points, x, y, colour, name) {
  const places = points.map(([a, b]) => [x.at(a).toFixed(1), y.at(b).toFixed(1)]);
  const dots = places.map(([a, b]) => `<circle cx="${a}" cy="${b}" r="2.5" fill="${colour}"/>`);
  const [a, b] = places[Math.floor(places.length / 2)];
  return [
    `<polyline fill="none" stroke="${colour}" points="${places.map(String).join(' ')}"/>`,
    ...(name === '' ? [] : dots),
    text(a, b - 8, name, 'end')
  ].join('');
}

function grid(x1, y1, x2, y2) {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#ddd"/>`;
}

function text(x, y, content, anchor) {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${content}</text>`;
}

function power(value) {
  const exponent = Math.round(Math.log10(value));
  return `10<tspan dy="-4" font-size="8">${exponent}</tspan>`;
}
