import Charts
import DCGAN
import Lessons
import Tensors

/// What a network makes of one sample, stage by stage: the shapes come from running it, so a drawing
/// cannot differ from the layers.
///
/// Dense and convolutional layers begin a stage, and the layers behind them belong to it. A reshape
/// changes no number: a map and its flattened numbers are one stage, shown as the map.
///
/// - Parameter x: one sample, `[1, …]`.
func stages(
  of network: Sequential, from x: Tensor, named first: String = "", last: String = ""
) -> [NetworkDrawing.Stage] {
  var x = x
  var stages = [NetworkDrawing.Stage](repeating: .init(Array(x.shape.dropFirst())), count: 1)
  var waiting: [String] = []
  for layer in network.layers {
    x = layer(x)
    let shape = Array(x.shape.dropFirst())
    switch layer {
    case is Reshape:
      stages[stages.count - 1].shape = shape
    case is Flatten:
      waiting = ["flatten"]
    case is Dense, is Conv2D, is TransposedConv2D, is MeanPooling:
      stages.append(.init(shape, by: waiting + operations(of: layer)))
      waiting = []
    default:
      stages[stages.count - 1].operations += operations(of: layer)
    }
  }
  stages[0].name = first
  stages[stages.count - 1].name = last
  return stages
}

/// A layer in words.
private func operations(of layer: any Layer) -> [String] {
  switch layer {
  case let layer as Dense:
    return ["dense"] + operations(of: layer.activation)
  case let layer as Conv2D:
    let stride = layer.stride > 1 ? " ↓\(layer.stride)" : ""
    return ["conv \(size(layer.weight))\(stride)"] + operations(of: layer.activation)
  case let layer as TransposedConv2D:
    let stride = layer.stride > 1 ? " ↑\(layer.stride)" : ""
    return (layer.upsampling > 1 ? ["repeat pixels ↑\(layer.upsampling)"] : [])
      + ["transposed conv \(size(layer.weight))\(stride)"] + operations(of: layer.activation)
  case is MeanPooling: return ["means of 2×2"]
  case let layer as Dropout: return layer.rate > 0 ? ["dropout \(layer.rate)"] : []
  case let activation as Activation:
    return activation == .identity ? [] : ["\(activation)"]
  case is BatchNorm: return ["batch norm"]
  default: return ["\(type(of: layer))"]
  }
}

/// The kernel of a convolution with these weights, `[height, width, …]`.
private func size(_ weight: Tensor) -> String { "\(weight.shape[0])×\(weight.shape[1])" }

/// Both networks as a drawing: from noise up to an image, and from an image down to one logit.
///
/// - Parameter width: 900 for a page, 360 for a phone.
func networkDrawing(
  _ generator: Sequential, _ discriminator: Sequential, _ recipe: Recipe, width: Double
) -> NetworkDrawing {
  let side = recipe.finalSize
  return NetworkDrawing(
    "Up to an image and down again",
    subtitle: "\(recipe.name), width \(recipe.width): height × width × channels",
    up: .init(
      "Generator", ink: .orange,
      stages: stages(
        of: generator, from: .zeros([1, recipe.inputs]), named: "z", last: "image")),
    down: .init(
      "Discriminator", ink: .green,
      stages: stages(
        of: discriminator, from: .zeros([1, side, side, recipe.channels]), named: "image",
        last: "logit")),
    width: width)
}

/// The drawing of a training's networks, for a page and for a phone.
func networks(_ training: Training) -> Drawn {
  let (wide, narrow) = (drawing(900), drawing(360))
  func drawing(_ width: Double) -> String {
    networkDrawing(training.generator, training.discriminator, training.recipe, width: width).svg()
  }
  return Drawn("networks.svg", "The two networks of this run.", .svg(wide, narrow: narrow))
}
