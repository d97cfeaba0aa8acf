package wenmai.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Where names stand beside their dots, so that none covers another, or a dot: greedily, the first name first, each at the first
/// free of 40 places around its dot, the nearest first. A name that finds none is left out. Costs 40 · N² comparisons.
final class Labels {
  private static final double[] DISTANCES = {4, 14, 26, 40, 60};
  private static final double DIAGONAL = Math.sqrt(0.5);
  private static final double[][] DIRECTIONS = {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {DIAGONAL, -DIAGONAL}, {DIAGONAL, DIAGONAL},
      {-DIAGONAL, -DIAGONAL}, {-DIAGONAL, DIAGONAL}};
  private static final double AIR = 2;

  private Labels() {}

  record Size(double width, double height) {}

  /// From its upper left corner.
  record Box(double x, double y, double width, double height) {
    static Box around(double x, double y, double width, double height) {
      return new Box(x - width / 2, y - height / 2, width, height);
    }

    boolean meets(Box other) {
      return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
    }

    boolean inside(Box other) {
      return x >= other.x && y >= other.y && x + width <= other.x + other.width && y + height <= other.y + other.height;
    }

    double centre() {
      return x + width / 2;
    }

    double middle() {
      return y + height / 2;
    }
  }

  /// @param dots  boxes around them
  /// @param names how large each is
  static List<Optional<Box>> place(List<Box> dots, List<Size> names, Box frame) {
    var taken = new ArrayList<>(dots);
    var placed = new ArrayList<Optional<Box>>();
    for (int i = 0; i < dots.size(); i++) {
      var free = places(dots.get(i), names.get(i)).stream().filter(box -> box.inside(frame) && taken.stream().noneMatch(box::meets)).findFirst();
      free.ifPresent(taken::add);
      placed.add(free);
    }
    return placed;
  }

  private static List<Box> places(Box dot, Size name) {
    return IntStream.range(0, DISTANCES.length * DIRECTIONS.length)
        .mapToObj(i -> place(dot, name, DISTANCES[i / DIRECTIONS.length], DIRECTIONS[i % DIRECTIONS.length])).toList();
  }

  private static Box place(Box dot, Size name, double distance, double[] direction) {
    double width = name.width + 2 * AIR;
    double acrossX = direction[0] * (dot.width / 2 + distance) + Math.signum(direction[0]) * width / 2;
    double acrossY = direction[1] * (dot.height / 2 + distance) + Math.signum(direction[1]) * name.height / 2;
    return Box.around(dot.centre() + acrossX, dot.middle() + acrossY, width, name.height);
  }
}
