/// A row of a page in two columns: words, and beside them what they speak of.
struct Row: Equatable, Sendable {
  /// Above both columns.
  var heading: Block?
  /// The words that lead to what is shown.
  var before: [Block] = []
  /// Code, pictures and tables.
  var shown: [Block] = []
  /// The words that follow it, and do not lead to the next.
  var after: [Block] = []
}

/// Blocks in rows.
///
/// Code stands below its prose in the source: all of the words between two pieces of code belong to
/// the second. A picture or a table stands between the paragraph that leads to it and those that say
/// what is to be seen, so of the words behind it only the last paragraph belongs to what comes next.
/// Headings begin a row. On a narrow page everything stands in the order of the source.
func rows(of blocks: [Block]) -> [Row] {
  var rows: [Row] = []
  var row = Row()
  for block in blocks {
    switch block.kind {
    case .heading:
      if row != Row() { rows.append(row) }
      row = Row(heading: block)
    case .words, .fence:
      if row.shown.isEmpty { row.before.append(block) } else { row.after.append(block) }
    case .picture, .table, .code:
      if !row.shown.isEmpty, !row.after.isEmpty {
        let kept = row.shown.last?.kind == .code ? 0 : leadIn(row.after)
        let next = Row(before: Array(row.after[kept...]))
        row.after.removeSubrange(kept...)
        rows.append(row)
        row = next
      }
      row.shown.append(block)
    }
  }
  if row != Row() { rows.append(row) }
  return rows
}

/// Where the last paragraph begins: with the formula or the list that belongs to it.
private func leadIn(_ words: [Block]) -> Int {
  var first = words.count - 1
  while first > 0, words[first].continues { first -= 1 }
  return first
}
