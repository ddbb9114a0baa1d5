/// Whether a name comes first for a reader, to whom `seed2` comes before `seed10`.
package func comesBefore(_ left: String, _ right: String) -> Bool {
  var (left, right) = (left[...], right[...])
  while let a = left.first, let b = right.first {
    let isNumber = { (character: Character) in character.isASCII && character.isNumber }
    if isNumber(a), isNumber(b) {
      let (first, second) = (left.prefix(while: isNumber), right.prefix(while: isNumber))
      let (one, other) = (first.drop { $0 == "0" }, second.drop { $0 == "0" })
      if one.count != other.count { return one.count < other.count }
      if one != other { return one < other }
      (left, right) = (left[first.endIndex...], right[second.endIndex...])
    } else if a != b {
      return a < b
    } else {
      (left, right) = (left.dropFirst(), right.dropFirst())
    }
  }
  return left.count < right.count
}
