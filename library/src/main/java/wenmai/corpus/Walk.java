package wenmai.corpus;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The files below some places, in the order of their names, one after the other as they are asked for. Left out: what is
/// hidden, folders of tools and build outputs, those that cleaning is writing, links to folders (they may lead in circles) or nothing.
final class Walk implements Iterator<Found> {
  private static final Set<String> OUTPUTS =
      Set.of("target", "build", "dist", "out", "node_modules", "__pycache__", "__MACOSX");
  private static final Comparator<Path> BY_NAME = Comparator.<Path, String>comparing(path -> path.getFileName().toString()).thenComparing(Comparator.naturalOrder());
  private final Deque<Path> ahead;
  private final Deque<Found> found = new ArrayDeque<>();

  Walk(List<Path> places) {
    this.ahead = new ArrayDeque<>(places);
  }

  @Override
  public boolean hasNext() {
    while (found.isEmpty() && !ahead.isEmpty()) {
      visit(ahead.pop());
    }
    return !found.isEmpty();
  }

  @Override
  public Found next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return found.remove();
  }

  private void visit(Path place) {
    if (Files.isDirectory(place)) {
      children(place).stream().filter(this::isWanted).toList().reversed().forEach(ahead::push);
    } else {
      found.add(broken(place).map(reason -> Found.leftOut(place.toString(), reason)).orElseGet(() -> Found.file(place)));
    }
  }

  /// Why a link leads to nothing that can be read: to nothing at all, or in a circle.
  private static Optional<Reason> broken(Path place) {
    if (!Files.isSymbolicLink(place) || Files.exists(place)) {
      return Optional.empty();
    }
    try {
      place.getFileSystem().provider().checkAccess(place);
      return Optional.empty();
    } catch (AccessDeniedException e) {
      return Optional.of(Reason.FORBIDDEN);
    } catch (IOException e) {
      return Optional.of(Reason.DANGLING);
    }
  }

  /// A file that was named is read whatever its suffix; from a folder only kinds that hold text are.
  private boolean isWanted(Path child) {
    String name = child.getFileName().toString();
    if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
      return !isLeftOut(name) || leftOut(child + "/", Reason.LEFT_OUT);
    }
    if (name.startsWith(".")) {
      return false;
    }
    var reason = broken(child).or(() -> Files.isDirectory(child) ? Optional.of(Reason.FOLDER_LINK) : Optional.empty());
    return reason.isPresent() ? leftOut(child.toString(), reason.get())
        : Files.isRegularFile(child) && (Kind.of(name) != Kind.OTHER || leftOut(child.toString(), Reason.OTHER_KIND));
  }

  static boolean isLeftOut(String folder) {
    return folder.startsWith(".") || OUTPUTS.contains(folder) || folder.endsWith(".unfinished") || folder.contains(".tmp-");
  }

  private List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted(BY_NAME).toList();
    } catch (IOException e) {
      leftOut(folder + "/", Unreadable.reason(e));
      return List.of();
    }
  }

  private boolean leftOut(String place, Reason reason) {
    found.add(Found.leftOut(place, reason));
    return false;
  }
}
