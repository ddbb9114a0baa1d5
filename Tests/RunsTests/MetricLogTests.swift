import Metrics
import Runs
import Testing

@Suite("The metric log")
struct MetricLogTests {
  @Test("values of one step share a row; absent and non-finite ones are empty")
  func rows() {
    var log = MetricLog()
    log.append([.lossD: 1.5], at: 1)
    log.append([.w1: 0.25], at: 1)
    log.append([.lossD: .nan, .w1: nil], at: 2)
    log.append([.lossD: 1], at: 3)
    #expect(log.csv == "step,lossD,w1\n1,1.5,0.25\n2,,\n3,1.0,\n")
    #expect(log.series(.lossD).steps == [1, 3])
    #expect(log.last(.w1) == 0.25)
    #expect(log.last(Metric("unknown")) == nil)
  }

  @Test("a metric that is measured late begins a column: the rows before have an empty cell")
  func lateColumn() {
    var log = MetricLog()
    log.append([.lossD: 1], at: 1)
    log.append([.w1: 2], at: 2)
    #expect(log.csv == "step,lossD,w1\n1,1.0,\n2,,2.0\n")
    #expect(log.series(.w1).steps == [2])
  }

  @Test("the average over the last part leaves the beginning out")
  func average() {
    let d = Metric("d")
    var log = MetricLog()
    for step in 1...100 { log.append([d: step > 90 ? 2 : 50], at: step) }
    #expect(log.average(d, overLast: 0.1) == 2)
    #expect(MetricLog().average(d, overLast: 0.1) == nil)
  }
}
