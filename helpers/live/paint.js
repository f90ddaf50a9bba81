// Keep what has been recorded (see tape.py) and paint it on a canvas, as matplotlib would.
() => {
  const UNIT = 1 / 8;
  const tables = { shapes: [], pens: [], images: [], chunks: [] };
  let onDark = {};

  const unpack = (buffer) => {
    const size = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    let at = 4 + size;
    const take = (type, count) => {
      const array = new type(buffer, at, count);
      at += array.byteLength;
      return array;
    };
    onDark = header.onDark ?? onDark;
    for (const [name, length] of Object.entries(header.keep)) tables[name].length = length;
    tables.pens.push(...header.pens);
    for (const count of header.chunks) tables.chunks.push(take(Int32Array, count));
    const points = header.counts.map((count) => take(Int16Array, 2 * count));
    points.forEach((xy, i) => tables.shapes.push({ xy, codes: take(Uint8Array, header.counts[i]) }));
    for (const [width, height] of header.sizes) {
      const pixels = new ImageData(new Uint8ClampedArray(take(Uint8Array, 4 * width * height)), width, height);
      tables.images.push({ pixels, sheets: new Map() });
    }
    return header;
  };

  // ---- on dark paper what has a part to play wears a colour of its own (style.py); everything
  // else keeps its hue and turns its lightness over, as paper.css does with a still picture ----
  const turnedOver = (...rgb) => {
    const [r, g, b] = rgb.map((v) => 227 - 0.78 * v), twice = 2 * (0.213 * r + 0.715 * g + 0.072 * b);
    return [twice - r, twice - g, twice - b];
  };
  const toned = (color, isDark) => {
    if (!isDark) return color;
    const own = onDark[color.slice(0, 7)], opacity = color.slice(7);
    if (own) return own + opacity;
    const parts = turnedOver(...[1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)));
    return `rgb(${parts.join(" ")} / ${opacity ? parseInt(opacity, 16) / 255 : 1})`;
  };
  const sheetOf = ({ pixels, sheets }, isDark) => {
    if (!sheets.has(isDark)) {
      const { width, height } = pixels, data = new Uint8ClampedArray(pixels.data);
      for (let i = 0; isDark && i < data.length; i += 4) data.set(turnedOver(...data.subarray(i, i + 3)), i);
      const sheet = Object.assign(document.createElement("canvas"), { width, height });
      sheet.getContext("2d").putImageData(new ImageData(data, width, height), 0, 0);
      sheets.set(isDark, sheet);
    }
    return sheets.get(isDark);
  };

  // Coordinates become pixels of the screen, `scale` of them to a pixel of the recording.
  const trace = (brush, { codes, xy }, x, y, pen, scale) => {
    const width = Math.round(pen.width * scale);
    const snap = pen.snap ? (v) => Math.floor(v + 0.5) + (width % 2) / 2 : (v) => v;
    const X = (i) => snap((x + xy[2 * i]) * UNIT * scale);
    const Y = (i) => snap((y + xy[2 * i + 1]) * UNIT * scale);
    for (let i = 0; i < codes.length; i++)
      switch (codes[i]) {
        case 1: brush.moveTo(X(i), Y(i)); break;
        case 2: brush.lineTo(X(i), Y(i)); break;
        case 3: brush.quadraticCurveTo(X(i), Y(i), X(i + 1), Y(i + 1)); i += 1; break;
        case 4: brush.bezierCurveTo(X(i), Y(i), X(i + 1), Y(i + 1), X(i + 2), Y(i + 2)); i += 2; break;
        case 79: brush.closePath();
      }
  };
  const setUp = (brush, pen, scale, isDark) => {
    if (pen.clip) {
      const [left, top, right, bottom] = pen.clip.map((v) => Math.round(v * scale));
      brush.beginPath();
      brush.rect(left, top, right - left, bottom - top);
      brush.clip();
    }
    if (pen.inside) {
      const [shape, x, y] = pen.inside;
      brush.beginPath();
      trace(brush, tables.shapes[shape], x, y, { width: 0 }, scale);
      brush.clip();
    }
    brush.lineWidth = pen.width * scale;
    brush.strokeStyle = toned(pen.stroke, isDark);
    brush.fillStyle = pen.fill ? toned(pen.fill, isDark) : "transparent";
    brush.lineCap = pen.cap === "projecting" ? "square" : pen.cap;
    brush.lineJoin = pen.join;
    brush.miterLimit = 4;
    brush.setLineDash((pen.dashes ?? []).map((v) => v * scale));
    brush.lineDashOffset = (pen.offset ?? 0) * scale;
  };
  const paintImage = (brush, { image, box, smooth, alpha }, scale, isDark) => {
    const [left, top, right, bottom] = box.map((v) => v * scale);
    const sheet = sheetOf(tables.images[image], isDark);
    brush.imageSmoothingEnabled = smooth;
    brush.globalAlpha = alpha;
    brush.transform((right - left) / sheet.width, 0, 0, (bottom - top) / sheet.height, left, top);
    brush.drawImage(sheet, 0, 0);
  };
  const paint = (brush, index, scale, isDark) => {
    const chunk = tables.chunks[index];
    for (let at = 0; at < chunk.length; ) {
      const pen = tables.pens[chunk[at]], end = at + 2 + 3 * chunk[at + 1];
      const finish = () => {
        if (pen.fill) brush.fill();
        if (pen.width) brush.stroke();
      };
      brush.save();
      setUp(brush, pen, scale, isDark);
      brush.beginPath();
      if ("image" in pen) paintImage(brush, pen, scale, isDark);
      else
        for (let i = at + 2; i < end; i += 3) {
          if (!pen.together) brush.beginPath();
          trace(brush, tables.shapes[chunk[i]], chunk[i + 1], chunk[i + 2], pen, scale);
          if (!pen.together) finish();
        }
      if (pen.together) finish();
      brush.restore();
      at = end;
    }
  };

  return { unpack, paint, toned };
};
