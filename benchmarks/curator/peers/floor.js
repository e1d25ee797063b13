/** Front end of the floor widget: three slices of an image texture with label colours over it, and nothing else. */
const SIDE = 300;

const VERTEX = `#version 300 es
out vec2 at;
void main() {
  at = vec2(gl_VertexID % 2, gl_VertexID / 2) * 2.0;
  gl_Position = vec4(at * 2.0 - 1.0, 0, 1);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
precision highp sampler3D;
precision highp usampler3D;
uniform sampler3D image;
uniform usampler3D labels;
uniform int plane;
uniform float depth;
in vec2 at;
out vec4 colour;
void main() {
  vec2 p = vec2(at.x, 1.0 - at.y);
  vec3 q = plane == 0 ? vec3(p, depth) : plane == 1 ? vec3(p.x, depth, p.y) : vec3(depth, p);
  uint label = texture(labels, q).r;
  vec3 tint = fract(vec3(label) * vec3(0.37, 0.59, 0.83));
  colour = vec4(mix(vec3(texture(image, q).r), tint, label > 0u ? 0.4 : 0.0), 1);
}`;

export default {
  render({ model, el }) {
    const [z, y, x] = model.get('shape');
    const canvas = document.createElement('canvas');
    canvas.className = 'floor';
    canvas.width = 3 * SIDE;
    canvas.height = SIDE;
    canvas.style.width = `${3 * SIDE}px`;
    el.append(canvas);
    const gl = canvas.getContext('webgl2');
    const program = link(gl);
    const arrays = {
      image: { bytes: 1, texture: gl.R8, format: gl.RED, type: gl.UNSIGNED_BYTE, unit: 0 },
      segmentation: {
        bytes: 2,
        texture: gl.R16UI,
        format: gl.RED_INTEGER,
        type: gl.UNSIGNED_SHORT,
        unit: 1
      },
      codes: { bytes: 1 }
    };
    for (const array of Object.values(arrays)) {
      array.data = new Uint8Array(z * y * x * array.bytes);
      array.missing = array.data.length;
      if (array.texture) {
        makeTexture(gl, array, x, y, z);
      }
    }
    const draw = () => {
      gl.useProgram(program);
      gl.uniform1i(gl.getUniformLocation(program, 'image'), 0);
      gl.uniform1i(gl.getUniformLocation(program, 'labels'), 1);
      for (const plane of [0, 1, 2]) {
        gl.viewport(plane * SIDE, 0, SIDE, SIDE);
        gl.uniform1i(gl.getUniformLocation(program, 'plane'), plane);
        gl.uniform1f(gl.getUniformLocation(program, 'depth'), 0.5);
        gl.drawArrays(gl.TRIANGLES, 0, 3);
      }
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
    };
    const upload = ({ texture, format, type, unit, data }) => {
      if (texture) {
        const pixels = type === gl.UNSIGNED_SHORT ? new Uint16Array(data.buffer) : data;
        gl.activeTexture(gl.TEXTURE0 + unit);
        gl.texSubImage3D(gl.TEXTURE_3D, 0, 0, 0, 0, x, y, z, format, type, pixels);
        draw();
      }
    };
    const receive = async (message, buffer) => {
      const array = arrays[message.array];
      const bytes = message.raw
        ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
        : await inflate(buffer);
      array.data.set(bytes, message.z * y * x * array.bytes);
      array.missing -= bytes.length;
      if (array.missing === 0) {
        upload(array);
        canvas.dataset[message.array] = String(performance.timeOrigin + performance.now());
      }
      canvas.dataset.complete = String(Object.values(arrays).every(({ missing }) => missing === 0));
    };
    const waiting = new Map();
    model.on('msg:custom', (message, buffers) => {
      if (message.type === 'slab') {
        void receive(message, buffers[0]);
      } else {
        waiting.get(message.request)?.();
        waiting.delete(message.request);
      }
    });
    let last = 0;
    /** Milliseconds there and back. */
    canvas.roundTrip = bytes =>
      new Promise(resolve => {
        const start = performance.now();
        waiting.set(++last, () => resolve(performance.now() - start));
        model.send({ type: 'ping', request: last }, undefined, [new ArrayBuffer(bytes)]);
      });
    model.send({ type: 'ready' });
  }
};

async function inflate(buffer) {
  const stream = new Blob([buffer]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function makeTexture(gl, { texture, unit }, x, y, z) {
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_3D, gl.createTexture());
  gl.texStorage3D(gl.TEXTURE_3D, 1, texture, x, y, z);
  gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_3D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
}

function link(gl) {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT]
  ]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    throw new Error(gl.getProgramInfoLog(program));
  }
  return program;
}
