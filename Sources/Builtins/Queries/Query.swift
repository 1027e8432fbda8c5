/// A jq query as a tree (05b §2).
indirect enum Query {
  case path([Step])
  case descendants
  case text(String)
  case int(Int)
  case float(Double)
  case bool(Bool)
  case null
  case pipe(Query, Query)
  case both(Query, Query)
  case and(Query, Query)
  case or(Query, Query)
  case not(Query)
  case comparison(Comparison, Query, Query)
  case object([(key: String, value: Query)])
  case length
  case keys
  case values
  case type
  case map(Query)
  case select(Query)

  /// One step of a path.
  enum Step {
    case field(String)
    case each
    case index(Int)
    case slice(Int?, Int?)
  }

  /// An operator between two values.
  enum Comparison {
    case equal, notEqual, less, greater
  }
}
