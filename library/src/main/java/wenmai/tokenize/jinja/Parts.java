package wenmai.tokenize.jinja;

import java.util.List;
import java.util.stream.IntStream;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;
import wenmai.tokenize.jinja.Value.Loop;
import wenmai.tokenize.jinja.Value.None;
import wenmai.tokenize.jinja.Value.Space;
import wenmai.tokenize.jinja.Value.Undefined;
import wenmai.tokenize.jinja.Value.Whole;

/// The parts of values: `a.b`, `a[b]`, `a[b:c:d]`. What is not there is undefined, but nothing is in the undefined.
final class Parts {
  private Parts() {}

  /// An attribute, which a method of that name comes before.
  static Value attribute(Value of, String name, Budget budget) {
    return Methods.known(of, name) ? (Value.Function) given -> Methods.call(of, name, given, budget) : item(of, Value.of(name), budget);
  }

  static Value item(Value of, Value index, Budget budget) {
    budget.weigh(index);
    budget.spend(of instanceof Text text ? text.length() : 0);
    var missing = new Undefined(Python.str(index));
    return switch (of) {
      case Undefined(String name) -> throw new Wrong("'%s' is undefined, so it has no '%s'", "“%s”未定义，因此没有“%s”", name, Python.str(index));
      case Keys keys -> keys.entries().getOrDefault(index, missing);
      case Items(List<Value> items, boolean _) -> index instanceof Text ? missing : at(items, Python.whole(index), missing);
      case Text text -> index instanceof Text ? missing : at(text, Python.whole(index), missing);
      case Space space -> space.values().getOrDefault(Python.str(index), missing);
      case Loop loop -> loop(loop, Python.str(index), missing);
      default -> missing;
    };
  }

  private static Value at(List<Value> items, long index, Value missing) {
    long place = index < 0 ? index + items.size() : index;
    return place >= 0 && place < items.size() ? items.get((int) place) : missing;
  }

  private static Value at(Text all, long index, Value missing) {
    var text = all.text();
    int size = text.codePointCount(0, text.length());
    long place = index < 0 ? index + size : index;
    if (place < 0 || place >= size) {
      return missing;
    }
    int from = text.offsetByCodePoints(0, (int) place);
    return all.cut(from, text.offsetByCodePoints(from, 1));
  }

  private static Value loop(Loop loop, String name, Value missing) {
    int index = loop.index();
    int size = loop.items().size();
    return switch (name) {
      case "index" -> new Whole(index + 1);
      case "index0" -> new Whole(index);
      case "revindex" -> new Whole(size - index);
      case "revindex0" -> new Whole(size - index - 1);
      case "first" -> Value.of(index == 0);
      case "last" -> Value.of(index == size - 1);
      case "length" -> new Whole(size);
      case "depth" -> new Whole(1);
      case "depth0" -> new Whole(0);
      case "previtem" -> index == 0 ? missing : loop.items().get(index - 1);
      case "nextitem" -> index == size - 1 ? missing : loop.items().get(index + 1);
      case "cycle" -> (Value.Function) given -> given.get(index % Math.max(1, given.positional().size()), "args");
      default -> missing;
    };
  }

  static Value slice(Value of, Value from, Value to, Value step) {
    if (of instanceof Text text) {
      int[] starts = Python.starts(text.text());
      var cut = new TextBuilder();
      places(starts.length - 1, from, to, step).forEach(place -> cut.append(text.cut(starts[place], starts[place + 1])));
      return cut.text();
    }
    if (of instanceof Items(List<Value> items, boolean tuple)) {
      return new Items(places(items.size(), from, to, step).mapToObj(items::get).toList(), tuple);
    }
    throw new Wrong("%s cannot be sliced", "%s 不能切片", Python.type(of));
  }

  /// The places that `[from:to:step]` takes of so many.
  private static IntStream places(int size, Value from, Value to, Value step) {
    long by = step instanceof None ? 1 : Python.whole(step);
    if (by == 0) {
      throw new Wrong("a slice's step is 0", "切片的步长为 0");
    }
    long low = by > 0 ? 0 : -1;
    long high = by > 0 ? size : size - 1;
    long first = bound(from, by > 0 ? low : high, size, low, high);
    long end = bound(to, by > 0 ? high : low, size, low, high);
    long count = Math.max(0, by > 0 ? Math.ceilDiv(end - first, by) : Math.ceilDiv(first - end, -by));
    return IntStream.range(0, (int) count).map(i -> (int) (first + i * by));
  }

  private static long bound(Value bound, long otherwise, long size, long low, long high) {
    if (bound instanceof None) {
      return otherwise;
    }
    long place = Python.whole(bound);
    return Math.clamp(place < 0 ? place + size : place, low, high);
  }
}
