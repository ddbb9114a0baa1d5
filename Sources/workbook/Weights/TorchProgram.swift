import Datasets
import Foundation
import Lessons
import Tensors

/// `generator.py`: the network as a class, and what can be done with it.
///
/// Texts of the file get into the program as literals of Python and nowhere else: a file is not to be
/// trusted, and the program is run.
struct TorchProgram {
  private let description: GeneratorDescription
  private let network: TorchNetwork

  init(_ description: GeneratorDescription, _ network: TorchNetwork) {
    (self.description, self.network) = (description, network)
  }

  var text: String {
    [head, classes, noiseProgram, TorchProgram.files, samples, commands]
      .map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n\n\n") + "\n"
  }

  private var isAsked: Bool { description.orders != nil }

  /// What a sample is, in words, and its shape in PyTorch.
  private var sample: String {
    "[\(network.output.torchShape.dropFirst().map(String.init).joined(separator: ", "))]"
  }

  private var head: String {
    let origin =
      description.command.map { "\nFROM = \(literal($0))  # the command that trained it" } ?? ""
    return """
      \"\"\"A generator of the GAN workbook as a network of PyTorch, written by `workbook export`.

          python generator.py                         tests it on the eight vectors of its weights
          python generator.py --sample FILE           draws: a sheet (.png), or numbers (.csv)
          python generator.py --onnx generator.onnx   writes ONNX

      It needs PyTorch and NumPy; for ONNX also the packages onnx and onnxscript, and the file is tested
      where onnxruntime is there. To train it further: `from generator import load, save`. What `save`
      writes comes back by `swift run workbook import --from FILE --out generator.safetensors`.
      \"\"\"

      import argparse
      import copy
      import json
      import logging
      import pathlib
      import struct
      import sys
      import warnings
      import zlib

      import numpy as np
      import torch
      from torch import nn

      WEIGHTS = pathlib.Path(__file__).resolve().parent / "\(TorchExport.weightsName)"
      CHAPTER, RECIPE = \(literal(description.chapter)), \(literal(description.recipe))\(origin)
      DISTRIBUTION, SIZE = "\(description.latent.distribution.rawValue)", \(description.latent.size)  \
      # of the noise: \(description.latent.distribution == .normal ? "N(0, 1)" : "uniform on (-1, 1)")

      """
  }

  private var classes: String {
    var lines: [String] = []
    if network.modules.contains(where: { $0.code.hasPrefix("Affine") }) {
      lines.append(
        """

        class Affine(nn.Module):
            def __init__(self, scale, shift):
                super().__init__()
                self.scale, self.shift = scale, shift

            def forward(self, x):
                return self.scale * x + self.shift

        """)
    }
    if network.modules.contains(where: { $0.code.hasPrefix("unscaled") }) {
      lines.append(
        """

        def unscaled(norm):
            \"\"\"A batch norm whose scale stays 1: it is no parameter.\"\"\"
            norm.weight.requires_grad_(False)
            return norm

        """)
    }
    lines.append(
      """

      class Generator(nn.Sequential):
          \"\"\"Noise [batch, \(description.latent.size)]\(isAsked ? " and labels [batch]" : "") to samples \
      [batch, \(sample.dropFirst())\"\"\"

          def __init__(self):
              super().__init__(
      """)
    for (index, module) in network.modules.enumerated() {
      lines.append("            \(module.code),  # \(index), of layer \(module.layer)")
    }
    lines.append("        )")
    if let orders = description.orders, let value = orders.value(behind: description.latent.size) {
      lines.append(
        """

            def forward(self, z, labels):
                # An order stands behind the noise: \(value) in the place of the class.
                order = torch.eye(\(orders.classNames.count), dtype=z.dtype, device=z.device)[labels]
                return super().forward(torch.cat([z, \(value) * order], dim=1))


        CLASSES = [
        """)
      lines += orders.classNames.map { "    \(literal($0))," }
      lines.append("]")
    }
    return lines.joined(separator: "\n")
  }

  /// A text as a literal of Python on one line. What is not a plain character of ASCII is escaped.
  private func literal(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      case " "..."~": return String(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return "\"\(escaped.joined())\""
  }
}

// MARK: - What is the same for all

extension TorchProgram {
  private static let files = #"""

    def read(path):
        """The tensors of a safetensors file by name, and its metadata."""
        data = pathlib.Path(path).read_bytes()
        start = 8 + struct.unpack("<Q", data[:8])[0]
        head = json.loads(data[8:start])
        facts = head.pop("__metadata__", {})
        tensors = {}
        for name, entry in head.items():
            first, end = entry["data_offsets"]
            numbers = np.frombuffer(data[start + first : start + end], dtype="<f4")
            tensors[name] = torch.from_numpy(numbers.copy()).reshape(entry["shape"])
        return tensors, facts


    def load(path=WEIGHTS):
        """The network with the weights of a file, ready to draw."""
        tensors, _ = read(path)
        network = Generator()
        network.load_state_dict({k: v for k, v in tensors.items() if not k.startswith("check.")})
        return network.eval()


    def save(network, path):
        """Writes a network for `workbook import`, with what it makes of the eight vectors."""
        tensors, facts = read(WEIGHTS)
        network = copy.deepcopy(network).cpu().eval()
        kept = {k: v for k, v in network.state_dict().items() if "num_batches_tracked" not in k}
        kept["check.noise"] = tensors["check.noise"]
        with torch.no_grad():
            kept["check.output"] = network(*inputs(tensors["check.noise"]))
        head, data = {"__metadata__": facts}, b""
        for name, tensor in kept.items():
            bits = tensor.detach().float().contiguous().numpy().astype("<f4").tobytes()
            head[name] = {"dtype": "F32", "shape": list(tensor.shape)}
            head[name]["data_offsets"] = [len(data), len(data) + len(bits)]
            data += bits
        text = json.dumps(head).encode()
        text += b" " * (-len(text) % 8)
        pathlib.Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


    def error(made, wanted):
        """By how much samples are off at most, as a share of the largest number."""
        return ((made - wanted).abs().max() / wanted.abs().max().clamp(min=1e-3)).item()


    def require(made, wanted, what):
        off = error(made, wanted)
        if not off <= 1e-5:
            sys.exit(f"{what}: the eight vectors come out wrong, by {off:.1e}; 1e-5 is allowed")
        print(f"{what}: the eight vectors come out right, to {off:.1e}")

    """#

  private var samples: String {
    let labels =
      isAsked
      ? "\n    labels = torch.arange(len(z)) % len(CLASSES) if digit is None else torch.full((len(z),), digit)\n    return z, labels"
      : "\n    return (z,)"
    let inputs = """

      def inputs(z\(isAsked ? ", digit=None" : "")):
          \"\"\"What goes into the network for this noise\(isAsked ? ": the classes in turn, or one of them" : "").\"\"\"\(labels)

      """
    guard case .images(let format, let range) = description.makes else {
      return inputs + """


        def write(samples, path):
            \"\"\"Writes numbers, a line for each sample.\"\"\"
            if not path.endswith(".csv"):
                sys.exit(f"--sample {path}: give a name that ends in .csv")
            rows = "\\n".join(",".join(str(x) for x in row) for row in samples.numpy())
            pathlib.Path(path).write_text("\(description.makes == .numbers ? "x" : "x,y")\\n" + rows + "\\n")

        """
    }
    let count = format.channels.count
    let pixels =
      network.output.shape.count == 4
      ? "samples.permute(0, 2, 3, 1)"
      : "samples.reshape(-1, \(format.side), \(format.side), \(count))"
    let levels = range == .unit ? "255 * pixels" : "127.5 * pixels + 127.5"
    return inputs + """


      def write(samples, path):
          \"\"\"Writes a sheet of pictures; \(range == .unit ? "0" : "-1") is black and 1 white.\"\"\"
          if not path.endswith(".png"):
              sys.exit(f"--sample {path}: give a name that ends in .png")
          pixels = \(pixels).double()
          levels = (\(levels)).clamp(0, 255).add(0.5).floor().numpy().astype(np.uint8)
          columns = int(np.ceil(np.sqrt(len(levels))))
          rows = -(-len(levels) // columns)
          sheet = np.zeros((rows * columns, \(format.side), \(format.side), \(count)), np.uint8)
          sheet[: len(levels)] = levels
          sheet = sheet.reshape(rows, columns, \(format.side), \(format.side), \(count)).swapaxes(1, 2)
          height, width = rows * \(format.side), columns * \(format.side)
          lines = sheet.reshape(height, width * \(count))
          raw = b"".join(b"\\0" + line.tobytes() for line in lines)

          def chunk(kind, data):
              check = zlib.crc32(kind + data)
              return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

          head = struct.pack(">IIBBBBB", width, height, 8, \(count == 1 ? 0 : 2), 0, 0, 0)
          parts = [(b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b"")]
          data = b"\\x89PNG\\r\\n\\x1a\\n" + b"".join(chunk(*part) for part in parts)
          pathlib.Path(path).write_bytes(data)

      """
  }

  private var commands: String {
    let names = isAsked ? "[\"z\", \"labels\"]" : "[\"z\"]"
    let shapes = isAsked ? "({0: batch}, {0: batch})" : "({0: batch},)"
    let digit =
      isAsked
      ? "\n    options.add_argument(\"--digit\", type=int, choices=range(len(CLASSES)), help=\"the class to draw\")"
      : ""
    return """

      def onnx(network, z, wanted, path):
          \"\"\"Writes ONNX by PyTorch's own exporter, for batches of any size.\"\"\"
          logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it would name what is not needed
          warnings.simplefilter("ignore")
          batch = torch.export.Dim("batch")
          torch.onnx.export(
              network, inputs(z), path, input_names=\(names), output_names=["samples"],
              dynamic_shapes=\(shapes), dynamo=True, external_data=False, verbose=False)
          try:
              import onnxruntime
          except ImportError:
              print(f"{path} is written; install onnxruntime to have it tested")
              return
          session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
          for count in (len(z), 3):  # another batch too
              feed = dict(zip(\(names), (x[:count].numpy() for x in inputs(z))))
              made = torch.from_numpy(session.run(None, feed)[0])
              require(made, wanted[:count], f"{path}, {count} at once")


      def main():
          options = argparse.ArgumentParser(description=f"A generator of {CHAPTER}, {RECIPE}.")
          options.add_argument("--weights", default=WEIGHTS, help="another file that save has written")
          options.add_argument("--sample", metavar="FILE", help="draw, and write a \(description.makes.ending) file")
          options.add_argument("--count", type=int, default=64, help="how many samples (64)")
          options.add_argument("--seed", type=int, default=1, help="the noise is that of sample --seed (1)")\(digit)
          options.add_argument("--onnx", metavar="FILE", help="write the network as ONNX")
          chosen = options.parse_args()
          if chosen.count < 1 or chosen.seed < 0:
              options.error("--count begins at 1, --seed at 0")
          network, (tensors, _) = load(chosen.weights), read(chosen.weights)
          z, wanted = tensors["check.noise"], tensors["check.output"]
          with torch.no_grad():
              require(network(*inputs(z)), wanted, "PyTorch")
              drawn = torch.from_numpy(noise(len(z), SIZE, DISTRIBUTION, 1, "check"))
              require(drawn, z, "the noise")
              if chosen.onnx:
                  onnx(network, z, wanted, chosen.onnx)
              if chosen.sample:
                  z = torch.from_numpy(noise(chosen.count, SIZE, DISTRIBUTION, chosen.seed))
                  write(network(*inputs(z\(isAsked ? ", chosen.digit" : ""))), chosen.sample)


      if __name__ == "__main__":
          main()

      """
  }
}

extension SampleKind {
  fileprivate var ending: String { if case .images = self { ".png" } else { ".csv" } }
}
