/// Statistics and distributions of `std/math`.
let statisticsModule = #"""
  fn sum(items) {
    _require_numbers(items, "items")
    return _total(items)
  }

  fn avg(items) { return mean(items) }

  fn mean(items) {
    _require_numbers(items, "items")
    if len(items) == 0 { return 0 }
    return _mean(items)
  }

  fn median(items) {
    _require_some_numbers(items, "items")
    let sorted = items.sort()
    let middle = len(sorted) / 2
    if len(sorted) % 2 == 1 { return sorted[middle] }
    return (sorted[middle - 1] + sorted[middle]) / 2.0
  }

  fn percentile(items, p) {
    _require_some_numbers(items, "items")
    require _is_number(p), "percentile must be numeric"
    require p >= 0 && p <= 100, "percentile must be between 0 and 100"
    let sorted = items.sort()
    let rank = p / 100.0 * (len(sorted) - 1)
    let below = to_int(floor(rank))
    let part = rank - below
    if part == 0.0 { return sorted[below] }
    return sorted[below] + (sorted[below + 1] - sorted[below]) * part
  }

  fn variance(items, sample = false) {
    _require_some_numbers(items, "items")
    if sample { require len(items) >= 2, "sample variance requires at least 2 values" }
    let center = _mean(items)
    var total = 0.0
    for item in items { total = total + (item - center) * (item - center) }
    return total / (sample ? len(items) - 1 : len(items))
  }

  fn stddev(items, sample = false) { return sqrt(variance(items, sample)) }

  fn zscore(items, sample = false) {
    let spread = stddev(items, sample)
    let center = _mean(items)
    return items.map({ item -> spread == 0.0 ? 0.0 : (item - center) / spread })
  }

  fn _require_weights(items, weights) {
    _require_some_numbers(weights, "weights")
    for weight in weights { require weight >= 0, "weights must contain only non-negative numbers" }
    require len(items) == len(weights), "items and weights must have the same length"
    require _total(weights) > 0, "weights must sum to a positive value"
  }

  fn weighted_mean(items, weights) {
    _require_some_numbers(items, "items")
    _require_weights(items, weights)
    var total = 0.0
    for index in 0 to len(items) exclusive { total = total + items[index] * weights[index] }
    return total / _total(weights)
  }

  fn weighted_choice(items, weights = nil) {
    _require_list(items, "items")
    require len(items) > 0, "items must not be empty"
    if weights == nil { return items[to_int(floor(random() * len(items)))] }
    _require_weights(items, weights)
    var left = random() * _total(weights)
    var last = nil
    for index in 0 to len(items) exclusive {
      if weights[index] == 0 { continue }
      last = items[index]
      if left < weights[index] { return last }
      left = left - weights[index]
    }
    return last
  }

  fn softmax(items, temperature = 1.0) {
    _require_numbers(items, "items")
    require _is_number(temperature), "temperature must be numeric"
    require temperature > 0, "temperature must be greater than 0"
    if len(items) == 0 { return [] }
    let top = items.max()
    let powers = items.map({ item -> exp(to_float(item - top) / temperature) })
    let total = _total(powers)
    return powers.map({ power -> power / total })
  }

  fn _require_distribution(mu, sigma) {
    require _is_number(mu), "mean must be numeric"
    require _is_number(sigma) && sigma > 0, "stddev must be greater than 0"
  }

  fn normal_pdf(x, mu = 0, sigma = 1) {
    require _is_number(x), "x must be numeric"
    _require_distribution(mu, sigma)
    let z = to_float(x - mu) / sigma
    return exp(-0.5 * z * z) / (sigma * sqrt(2.0 * pi))
  }

  fn normal_cdf(x, mu = 0, sigma = 1) {
    require _is_number(x), "x must be numeric"
    _require_distribution(mu, sigma)
    return _normal_cdf(to_float(x - mu) / sigma)
  }

  // Marsaglia's series near the centre, Laplace's continued fraction for the tails.
  fn _normal_cdf(z) {
    if is_nan(z) { return z }
    if z > 4.0 { return 1.0 - _normal_cdf(-z) }
    if z < -4.0 {
      var fraction = -z
      for step in 1 to 80 { fraction = (81 - step) / fraction - z }
      return exp(-0.5 * z * z) / (fraction * sqrt(2.0 * pi))
    }
    var total = z
    var term = z
    var last = 0.0
    var n = 1
    while total != last {
      last = total
      n = n + 2
      term = term * z * z / n
      total = total + term
    }
    return 0.5 + total * exp(-0.5 * z * z) / sqrt(2.0 * pi)
  }

  fn normal_quantile(p, mu = 0, sigma = 1) {
    require _is_number(p), "probability must be numeric"
    require p > 0 && p < 1, "probability must be between 0 and 1"
    _require_distribution(mu, sigma)
    // Acklam's rational approximation; the lower tail serves both.
    if p > 0.5 { return mu - sigma * _lower_quantile(1.0 - p) }
    return mu + sigma * _lower_quantile(p)
  }

  fn _lower_quantile(p) {
    if p == 0.5 { return 0.0 }
    var x = 0.0
    if p < 0.02425 {
      let q = sqrt(-2.0 * ln(p))
      x = (((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783) / ((((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1.0)
    } else {
      let q = p - 0.5
      let r = q * q
      x = (((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r - 30.66479806614716) * r + 2.506628277459239) * q / (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r - 13.28068155288572) * r + 1.0)
    }
    // One step of Halley's method.
    if x < -37.0 { return x }
    let error = (_normal_cdf(x) - p) * sqrt(2.0 * pi) * exp(0.5 * x * x)
    return x - error / (1.0 + 0.5 * x * error)
  }

  fn _require_pairs(xs, ys, sample, what) {
    _require_some_numbers(xs, "xs")
    _require_some_numbers(ys, "ys")
    require len(xs) == len(ys), "xs and ys must have the same length"
    if sample { require len(xs) >= 2, "sample ${what} requires at least 2 values" }
  }

  fn covariance(xs, ys, sample = false) {
    _require_pairs(xs, ys, sample, "covariance")
    let center_x = _mean(xs)
    let center_y = _mean(ys)
    var total = 0.0
    for index in 0 to len(xs) exclusive {
      total = total + (xs[index] - center_x) * (ys[index] - center_y)
    }
    return total / (sample ? len(xs) - 1 : len(xs))
  }

  fn correlation(xs, ys, sample = false) {
    _require_pairs(xs, ys, sample, "correlation")
    let spread = stddev(xs, sample) * stddev(ys, sample)
    require spread != 0.0, "correlation requires non-constant inputs"
    return covariance(xs, ys, sample) / spread
  }

  fn moving_avg(items, window) {
    _require_some_numbers(items, "items")
    let size = _whole(window, "window")
    require size >= 1, "window must be at least 1"
    require size <= len(items), "window must not exceed the number of items"
    return (0 to len(items) - size).to_list().map({ start -> _mean(items[start:start + size]) })
  }

  fn ema(items, alpha) {
    _require_some_numbers(items, "items")
    require _is_number(alpha), "alpha must be numeric"
    require alpha > 0 && alpha < 1, "alpha must be between 0 and 1"
    var current = to_float(items[0])
    var result = [current]
    for item in items[1:] {
      current = alpha * item + (1 - alpha) * current
      result = result.push(current)
    }
    return result
  }

  """#
