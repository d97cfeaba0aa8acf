package wenmai.corpus.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.recipe.CleanJob.Part;
import wenmai.files.Atomic;
import wenmai.files.Draft;
import wenmai.files.FolderLock;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.files.Refusal;
import wenmai.message.BadInput;

/// A folder of clean text, written whole or not at all: `documents.jsonl` with `text` and `source` a line, `report.json`,
/// `recipe.yaml`, and on request `dropped.jsonl` with `id`, `reason` and `text` of everything that was dropped, and what a duplicate `repeats`. Where words are
/// taken apart, also `words.txt`, the text alone, as word vectors learn from it.
///
/// While it runs, its [CleanJob] lies beside it as `OUT.unfinished`; where that was stopped, the same call goes on, and begins anew
/// where something came through a pipe.
public final class CleanFolder {
  public static final String DOCUMENTS = "documents.jsonl";
  public static final String WORDS = "words.txt";
  private static final String DROPPED = "dropped.jsonl";
  private static final long PART_BYTES = 4 << 20;
  private static final long STRETCH = 64 << 20;          // bytes copied between two pulses

  private CleanFolder() {}

  /// Who does the parts of a pass that are left.
  @FunctionalInterface
  public interface Workers {
    void run(CleanJob job, int pass);

    /// Run now and then where no document is read; what it throws stops the run.
    default void pulse() {}

    /// Threads of this process, each with a part at a time, and where none is left with documents of others' parts.
    ///
    /// @param watch of each pass; what it throws stops the run
    static Workers threads(int threads, Watching watch) {
      return threads(threads, watch, () -> { });
    }

    /// The same with a [#pulse()].
    static Workers threads(int threads, Watching watch, Runnable pulse) {
      return new Workers() {
        @Override
        public void run(CleanJob job, int pass) {
          var left = job.left(pass);
          var seen = watch.of(pass, job.passes(), left.stream().mapToLong(Part::bytes).sum());
          inParallel(threads, left.stream().<Callable<Void>>map(part -> () -> {
            job.run(pass, part, seen);
            return null;
          }).toList());
        }

        @Override
        public void pulse() {
          pulse.run();
        }
      };
    }
  }

  /// Who watches a pass.
  @FunctionalInterface
  public interface Watching {
    /// @param bytes of the parts that are left of it
    CleanJob.Watch of(int pass, int passes, long bytes);
  }

  public static Report write(Source source, Cleaning recipe, Path out, boolean keepDropped, Workers workers) {
    return write(source, recipe, out, keepDropped, PART_BYTES, workers, (job, draft) -> {
      join(job.results(CleanJob.DOCUMENTS), draft.resolve(DOCUMENTS), workers);
      join(job.results(CleanJob.WORDS), draft.resolve(WORDS), workers);
      join(job.results(CleanJob.DROPPED), draft.resolve(DROPPED), workers);
    });
  }

  /// The same with folders `documents`, `words` and `dropped` of a file a part, in place of one file each.
  ///
  /// @param partBytes after which a part ends, with the file
  public static Report writeParts(Source source, Cleaning recipe, Path out, boolean keepDropped, long partBytes, Workers workers) {
    return write(source, recipe, out, keepDropped, partBytes, workers, (job, draft) -> {
      for (String kind : List.of(CleanJob.DOCUMENTS, CleanJob.WORDS, CleanJob.DROPPED)) {
        for (Path part : job.results(kind)) {
          workers.pulse();
          Files.createDirectories(draft.resolve(kind));
          linked(part, draft.resolve(kind).resolve(part.getFileName()));
        }
      }
    });
  }

  /// How the results of a job that is done become the folder.
  @FunctionalInterface
  private interface Ending {
    void write(CleanJob job, Path draft) throws IOException;
  }

  /// Whether a cleaning into `out` was begun and stopped, so that [#write] goes on with it, or begins it anew.
  public static boolean isBegun(Path out) {
    return Files.exists(unfinished(out));
  }

  private static Path unfinished(Path out) {
    return out.resolveSibling(out.getFileName() + ".unfinished");
  }

  private static Report write(Source source, Cleaning recipe, Path out, boolean keepDropped, long partBytes, Workers workers, Ending ending) {
    Atomic.requireFree(out);
    var unfinished = unfinished(out);
    try (var _ = FolderLock.of(unfinished)) {
      Draft.clear(out);
      var job = CleanJob.in(unfinished.resolve("job"), source, recipe, keepDropped, partBytes);
      for (int pass = 0; pass < job.passes(); pass++) {
        workers.run(job, pass);
        job.compare(pass, workers::pulse);
      }
      var report = report(job, unfinished);
      Atomic.folder(out, draft -> {
        ending.write(job, draft);
        Files.writeString(draft.resolve("report.json"), Json.pretty(Reports.json(report)));
        Files.writeString(draft.resolve("recipe.yaml"), Recipes.yaml(recipe));
      });
      Draft.delete(unfinished);
      return report;
    } catch (IOException e) {
      throw Refusal.writing(out, e);
    } catch (UncheckedIOException e) {       // of a job's files: what cannot be read of the source is dropped, and counted
      throw Refusal.writing(out, Objects.requireNonNull(e.getCause()));
    }
  }

  /// Where no text was found there is nothing to go on with.
  private static Report report(CleanJob job, Path unfinished) throws IOException {
    try {
      return job.report();
    } catch (BadInput e) {
      Draft.delete(unfinished);
      throw e;
    }
  }

  /// What one of them throws stops those that have not begun.
  private static void inParallel(int threads, List<Callable<Void>> tasks) {
    try (var pool = new ForkJoinPool(threads, heirs(), null, false)) {
      var done = new ExecutorCompletionService<Void>(pool);
      tasks.forEach(done::submit);
      try {
        for (int i = 0; i < tasks.size(); i++) {
          done.take().get();
        }
      } catch (ExecutionException e) {
        pool.shutdownNow();
        switch (e.getCause()) {
          case RuntimeException thrown -> throw thrown;
          case Error thrown -> throw thrown;
          case null, default -> throw new IllegalStateException(e.getCause());
        }
      } catch (InterruptedException e) {
        pool.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /// Threads that find the services that this one finds; by themselves they look on the class path alone.
  private static ForkJoinWorkerThreadFactory heirs() {
    var loader = Thread.currentThread().getContextClassLoader();
    return pool -> {
      var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
      thread.setContextClassLoader(loader);
      return thread;
    };
  }

  /// The same file under another name, or a copy where the file system has no such names: the job stays whole until its end.
  private static void linked(Path file, Path name) throws IOException {
    try {
      Files.createLink(name, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(file, name);
    }
  }

  private static void join(List<Path> parts, Path whole, Workers workers) throws IOException {
    if (parts.size() == 1) {
      linked(parts.getFirst(), whole);
    } else if (!parts.isEmpty()) {
      try (var to = FileChannel.open(whole, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (Path part : parts) {
          append(part, to, workers);
        }
      }
    }
  }

  private static void append(Path part, FileChannel to, Workers workers) throws IOException {
    try (var from = FileChannel.open(part)) {
      for (long at = 0; at < from.size();) {
        workers.pulse();
        at += from.transferTo(at, STRETCH, to);
      }
    }
  }
}
