// From strokes to pixels (strokes.py says how and why), and from pixels to a network's shares.
() => {
  const DOTS = 32, BLOCK = 4, WIDE = 20, INKED = 307, WIDEST_STRETCH = 1.2, UPRIGHT = 0.5;
  const FIRST_RADIUS = 2, LARGEST_RADIUS = 5, ROUNDS = 3;
  const between = (low, value, high) => (value < low ? low : value > high ? high : value);

  const slant = (pieces) => {
    let total = 0, sumX = 0, sumY = 0, tall = 0, lean = 0;
    const parts = pieces.map(([x, y, x1, y1]) => ({
      length: Math.sqrt((x1 - x) * (x1 - x) + (y1 - y) * (y1 - y)),
      x: (x + x1) / 2,
      y: (y + y1) / 2,
    }));
    for (const { length, x, y } of parts) {
      total += length;
      sumX += length * x;
      sumY += length * y;
    }
    if (total === 0) return 0;
    for (const part of parts) {
      const x = part.x - sumX / total, y = part.y - sumY / total;
      tall += part.length * y * y;
      lean += part.length * x * y;
    }
    return tall === 0 ? 0 : between(-1, lean / tall, 1);
  };

  const squaredDistances = (pieces) => {
    const nearest = new Float64Array(DOTS * DOTS).fill(Infinity);
    for (const [x0, y0, x1, y1] of pieces) {
      const alongX = x1 - x0, alongY = y1 - y0;
      const square = alongX * alongX + alongY * alongY || 1;
      for (let row = 0, dot = 0; row < DOTS; row++)
        for (let column = 0; column < DOTS; column++, dot++) {
          let x = column + 0.5 - x0, y = row + 0.5 - y0;
          const share = between(0, (x * alongX + y * alongY) / square, 1);
          x -= share * alongX;
          y -= share * alongY;
          const distance = x * x + y * y;
          if (distance < nearest[dot]) nearest[dot] = distance;
        }
    }
    return nearest;
  };

  // Strokes are lists of [x, y]; the 64 counts go from 0 to 16. An empty drawing has none: null.
  const countsOf = (strokes) => {
    let pieces = strokes.flatMap((line) =>
      line.length === 1 ? [[...line[0], ...line[0]]] : line.slice(1).map((point, i) => [...line[i], ...point]),
    );
    if (!pieces.length) return null;
    const lean = UPRIGHT * slant(pieces);
    pieces = pieces.map(([x, y, x1, y1]) => [x - lean * y, y, x1 - lean * y1, y1]);
    const ends = (i) => pieces.flatMap((piece) => [piece[i], piece[i + 2]]);
    const [left, right, top, bottom] = [0, 1].flatMap((i) => [Math.min(...ends(i)), Math.max(...ends(i))]);
    const width = Math.max(right - left, 1e-9), height = Math.max(bottom - top, 1e-9);
    let radius = FIRST_RADIUS, distances;
    for (let round = 0; round < ROUNDS; round++) {
      const upwards = (DOTS - 2 * radius) / height;
      const sideways = Math.min((WIDE - 2 * radius) / width, WIDEST_STRETCH * upwards);
      const across = (x) => (x - (left + right) / 2) * sideways + DOTS / 2;
      const down = (y) => (y - (top + bottom) / 2) * upwards + DOTS / 2;
      distances = squaredDistances(pieces.map(([x, y, x1, y1]) => [across(x), down(y), across(x1), down(y1)]));
      radius = Math.min(Math.sqrt(distances.slice().sort()[INKED - 1]), LARGEST_RADIUS);
    }
    const counts = Array((DOTS / BLOCK) ** 2).fill(0);
    distances.forEach((distance, dot) => {
      const row = Math.floor(dot / DOTS / BLOCK), column = Math.floor((dot % DOTS) / BLOCK);
      if (distance <= radius * radius) counts[(row * DOTS) / BLOCK + column] += 1;
    });
    return counts;
  };

  // What helpers.network.forward does for one row, then softmax.
  const sharesOf = (counts, { mean, deviation, layers }) => {
    let values = counts.map((count, i) => (count / 16 - mean[i]) / deviation[i]);
    layers.forEach(({ weights, bias }, number) => {
      values = weights[0].map((_, node) =>
        values.reduce((sum, value, input) => sum + value * weights[input][node], 0) + (bias ? bias[node] : 0),
      );
      if (number < layers.length - 1) values = values.map((value) => Math.max(value, 0));
    });
    const highest = Math.max(...values);
    const powers = values.map((value) => Math.exp(value - highest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  };

  return { countsOf, sharesOf };
};
