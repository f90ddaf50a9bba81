// Keep what has been recorded (see tape.py) and paint it on a canvas, as matplotlib would.
() => {
  const UNIT = 1 / 8;
  const tables = { shapes: [], pens: [], images: [], chunks: [] };

  const unpack = (buffer) => {
    const size = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    let at = 4 + size;
    const take = (type, count) => {
      const array = new type(buffer, at, count);
      at += array.byteLength;
      return array;
    };
    for (const [name, length] of Object.entries(header.keep)) tables[name].length = length;
    tables.pens.push(...header.pens);
    for (const count of header.chunks) tables.chunks.push(take(Int32Array, count));
    const points = header.counts.map((count) => take(Int16Array, 2 * count));
    points.forEach((xy, i) => tables.shapes.push({ xy, codes: take(Uint8Array, header.counts[i]) }));
    for (const [width, height] of header.sizes) {
      const pixels = new ImageData(new Uint8ClampedArray(take(Uint8Array, 4 * width * height)), width, height);
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d").putImageData(pixels, 0, 0);
      tables.images.push(canvas);
    }
    return header;
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
  const setUp = (brush, pen, scale) => {
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
    brush.strokeStyle = pen.stroke;
    brush.fillStyle = pen.fill ?? "transparent";
    brush.lineCap = pen.cap === "projecting" ? "square" : pen.cap;
    brush.lineJoin = pen.join;
    brush.miterLimit = 4;
    brush.setLineDash((pen.dashes ?? []).map((v) => v * scale));
    brush.lineDashOffset = (pen.offset ?? 0) * scale;
  };
  const paintImage = (brush, { image, box, smooth, alpha }, scale) => {
    const [left, top, right, bottom] = box.map((v) => v * scale);
    const { width, height } = tables.images[image];
    brush.imageSmoothingEnabled = smooth;
    brush.globalAlpha = alpha;
    brush.transform((right - left) / width, 0, 0, (bottom - top) / height, left, top);
    brush.drawImage(tables.images[image], 0, 0);
  };
  const paint = (brush, index, scale) => {
    const chunk = tables.chunks[index];
    for (let at = 0; at < chunk.length; ) {
      const pen = tables.pens[chunk[at]], end = at + 2 + 3 * chunk[at + 1];
      const finish = () => {
        if (pen.fill) brush.fill();
        if (pen.width) brush.stroke();
      };
      brush.save();
      setUp(brush, pen, scale);
      brush.beginPath();
      if ("image" in pen) paintImage(brush, pen, scale);
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

  return { unpack, paint };
};
