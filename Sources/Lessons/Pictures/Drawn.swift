import Charts
import Foundation
import Images
import Runs

/// A picture of a run: the file that it is kept in, and what to see in it.
public struct Drawn {
  public let name: String
  public let caption: String
  public let content: Report.Picture

  public init(_ name: String, _ caption: String, _ content: Report.Picture) {
    self.name = name
    self.caption = caption
    self.content = content
  }

  public init(_ name: String, _ caption: String, _ chart: Chart) {
    self.init(name, caption, .chart(chart))
  }

  /// Charts side by side, and below each other on a phone.
  public init(_ name: String, _ caption: String, _ title: String, _ panels: [Chart]) {
    self.init(name, caption, .charts(ChartGrid(title, columns: panels.count, panels: panels)))
  }

  public init(_ name: String, _ caption: String, _ image: Image) throws {
    self.init(name, caption, .png(try image.pngData()))
  }
}
