/// `kmeans` of `std/math`.
let clusteringModule = #"""
  fn _require_points(points, k) {
    _require_list(points, "points")
    require len(points) > 0, "points must not be empty"
    for point in points { _require_numbers(point, "point") }
    require len(points[0]) > 0, "points must have at least one dimension"
    for point in points { require len(point) == len(points[0]), "all points must have the same dimension" }
    let count = _natural(k, "k")
    require count >= 1, "k must be at least 1"
    require count <= len(points), "k must not exceed the number of points"
    return count
  }

  // The nearest of some centroids, the first of them on ties, and the squared distance.
  fn _nearest(point, centroids) {
    var best = 0
    var distance = _squared_distance(point, centroids[0])
    for index in 1 to len(centroids) exclusive {
      let other = _squared_distance(point, centroids[index])
      if other < distance {
        best = index
        distance = other
      }
    }
    return {index: best, distance: distance}
  }

  fn _index_of_greatest(numbers) {
    var best = 0
    for index in 1 to len(numbers) exclusive {
      if numbers[index] > numbers[best] { best = index }
    }
    return best
  }

  fn _first_centroids(points, count) {
    var centroids = [points[0].map(to_float)]
    while len(centroids) < count {
      let distances = points.map({ point -> _nearest(point, centroids).distance })
      centroids = centroids.push(points[_index_of_greatest(distances)].map(to_float))
    }
    return centroids
  }

  fn _mean_point(points) {
    var total = points[0].map({ _x -> 0.0 })
    for point in points {
      for axis in 0 to len(point) exclusive { total[axis] = total[axis] + point[axis] }
    }
    return total.map({ x -> x / len(points) })
  }

  fn _moved_centroids(points, nearest, count) {
    var members = []
    for _ in 0 to count exclusive { members = members.push([]) }
    for index in 0 to len(points) exclusive {
      let cluster = nearest[index].index
      members[cluster] = members[cluster].push(points[index])
    }
    var errors = nearest.map({ found -> found.distance })
    var centroids = []
    for cluster in members {
      if len(cluster) > 0 {
        centroids = centroids.push(_mean_point(cluster))
        continue
      }
      let worst = _index_of_greatest(errors)
      errors[worst] = -1.0
      centroids = centroids.push(points[worst].map(to_float))
    }
    return centroids
  }

  fn kmeans(points, k, options = nil) {
    let count = _require_points(points, k)
    let limit = options?.max_iterations ?? 100
    var centroids = _first_centroids(points, count)
    var assignments = nil
    var nearest = []
    var iterations = 0
    var converged = false
    while iterations < limit && !converged {
      iterations = iterations + 1
      nearest = points.map({ point -> _nearest(point, centroids) })
      let current = nearest.map({ found -> found.index })
      converged = current == assignments
      assignments = current
      if !converged { centroids = _moved_centroids(points, nearest, count) }
    }
    nearest = points.map({ point -> _nearest(point, centroids) })
    assignments = assignments ?? nearest.map({ found -> found.index })
    var inertia = 0.0
    var counts = []
    for _ in 0 to count exclusive { counts = counts.push(0) }
    for index in 0 to len(points) exclusive {
      inertia = inertia + _squared_distance(points[index], centroids[assignments[index]])
      counts[assignments[index]] = counts[assignments[index]] + 1
    }
    return {
      assignments: assignments, centroids: centroids, converged: converged, counts: counts,
      inertia: inertia, iterations: iterations,
    }
  }
  """#
