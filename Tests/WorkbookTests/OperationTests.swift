import Tensors
import Testing

@testable import workbook

@Suite("workbook bench: operations")
struct OperationTests {
  private func named(_ work: () -> Void) -> [String] { operations(of: work).map(\.name) }

  @Test("operations are noted by name, on the way there and back, with shapes")
  func names() {
    let x = Tensor(rows: [[1, 2, 3], [4, 5, 6]])
    let w = Tensor.ones([3, 4]).tracked()
    let noted = operations {
      let y = x.matmul(w).tanh() * 2
      _ = gradients(of: y.sum(), withRespectTo: [w])
    }
    let names = noted.map(\.name)
    #expect(names.prefix(3) == ["matmul", "tanh", "*"])
    #expect(names.last == "matmul")
    #expect(names.contains("tanhPullback"))
    #expect(noted[0].operands == [[2, 3], [3, 4]] && noted[0].result == [2, 4])
    #expect(noted.allSatisfy { $0.time > .zero })
  }

  @Test("random numbers and updates are noted too")
  func others() {
    var stream = RandomStream(seed: 1, for: "noise")
    var parameters = [Tensor.ones([3]).tracked()]
    var optimizer = SGD(learningRate: 1)
    let names = named {
      let x = Tensor.normal([3], using: &stream) + Tensor.uniform([3], using: &stream)
      optimizer.update(&parameters, along: [x])
    }
    #expect(names == ["normal", "uniform", "+", "update"])
  }

  @Test("nothing is noted of what comes after, nor in another list")
  func ends() {
    let x = Tensor.ones([4])
    var inner: [String] = []
    let outer = named {
      _ = x + x
      inner = named { _ = x * x }
      _ = x - x
    }
    #expect(outer == ["+", "-"])
    #expect(inner == ["*"])
    #expect(named {} == [])
  }

  /// What `work` amounts to, in multiply-adds.
  private func multiplyAdds(_ work: () -> Void) -> [Int] {
    operations(of: work).compactMap(\.multiplyAdds)
  }

  @Test("products and convolutions have multiply-adds, in every direction the same")
  func counts() {
    let x = Tensor.ones([5, 6, 6, 3]).tracked()
    let w = Tensor.ones([2, 2, 3, 7]).tracked()
    let taps = 5 * 3 * 3 * 2 * 2 * 3 * 7
    let noted = multiplyAdds {
      let y = x.conv2D(weight: w, stride: 2)
      _ = gradients(of: y.sum(), withRespectTo: [x, w])
    }
    #expect(noted == [taps, taps, taps])
    let a = Tensor.ones([4, 5]).tracked()
    let b = Tensor.ones([5, 6]).tracked()
    let bias = Tensor.ones([6])
    #expect(
      multiplyAdds {
        _ = gradients(of: a.dense(weight: b, bias: bias).sum(), withRespectTo: [a, b])
      } == [120, 120, 120])
    #expect(multiplyAdds { _ = a.permuted([1, 0]).matmul(a, otherTransposed: false) } == [100])
    #expect(multiplyAdds { _ = a + a } == [])
  }

  @Test(
    "a step has the multiply-adds that its rate is made of, and no others",
    arguments: [Workload.w1, .w2, .w4, .w6, .w6b, .gemm])
  func workloads(workload: Workload) {
    // W3 is not among them: what it upsamples is convolved with fewer taps than are counted.
    let step = workload.step(batch: 2)
    let noted = operations(of: step).compactMap(\.multiplyAdds).reduce(0, +)
    let ratio = Double(noted) / workload.multiplyAdds(batch: 2)
    #expect(abs(ratio - 1) < 5e-4, "\(ratio)")
  }

  @Test("costs are sums over a step's calls, in the median step, the dearest first")
  func costs() {
    let a = Tensor.ones([64, 64])
    let steps = (0..<3).map { _ in operations { _ = a.matmul(a) + a.matmul(a) } }
    let costs = OperationCosts(.gemm, steps: steps)
    #expect(costs.costs.map(\.calls).sorted() == [1, 2])
    let product = costs.costs.first { $0.operation.hasPrefix("matmul") }
    #expect(product?.operation == "matmul [64, 64] [64, 64] → [64, 64]")
    let seconds = median(
      steps.map {
        $0.filter { $0.name == "matmul" }.reduce(0) { $0 + $1.time / .seconds(1) }
      })
    let rate = 2 * 2 * Double(64 * 64 * 64) / seconds / 1e9
    #expect(abs((product?.gflops ?? 0) / rate - 1) < 1e-9)
    #expect(abs(costs.costs.reduce(0) { $0 + $1.share } - 1) < 1e-9)
    #expect(zip(costs.costs, costs.costs.dropFirst()).allSatisfy { $0.ms >= $1.ms })
  }
}
