import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import wenmai.corpus.Document;
import wenmai.corpus.Line;
import wenmai.corpus.Source;
import wenmai.corpus.Tally;
import wenmai.corpus.recipe.Cleaning;
import wenmai.corpus.recipe.Piece;
import wenmai.corpus.recipe.Profile;
import wenmai.files.Recipes;

/// How fast each step of cleaning is, on one core: megabytes (10⁶ bytes of UTF-8) a second.
///
///     ./wenmai java benchmarks/CleaningSteps.java TEXT…      # about 20 MB each; read as documents of 3,000 characters
///
/// Every step sees the text as it comes, whatever steps stand before it in a profile; the best of five rounds counts.
static final int CHARACTERS = 3_000;
static final int ROUNDS = 5;

void main(String[] places) {
  for (String place : places) {
    var documents = documents(Path.of(place));
    double megabytes = documents.stream().mapToLong(document -> document.text().getBytes(StandardCharsets.UTF_8).length).sum() / 1e6;
    System.out.printf("%s: %.1f MB, %,d documents%n", place, megabytes, documents.size());
    var pieces = EnumSet.complementOf(EnumSet.of(Piece.DECONTAMINATION));    // which needs tests
    for (Piece piece : pieces) {
      System.out.printf("%-22s %8.1f MB/s%n", piece.name().toLowerCase(), megabytes / seconds(List.of(piece), documents));
    }
    for (Profile profile : Profile.values()) {
      System.out.printf("profile %-14s %8.1f MB/s%n", profile.name().toLowerCase(), megabytes / seconds(profile.steps(), documents));
    }
  }
}

List<Document> documents(Path place) {
  var documents = new ArrayList<Document>();
  try (var read = Source.of(List.of(place)).documents(new Tally())) {
    read.forEach(document -> {
      for (int i = 0; i < document.text().length(); i += CHARACTERS) {
        documents.add(new Document(document.id() + "#" + i, document.text().substring(i, Math.min(document.text().length(), i + CHARACTERS))));
      }
    });
  }
  return documents;
}

double seconds(List<Piece> pieces, List<Document> documents) {
  double best = Double.POSITIVE_INFINITY;
  for (int round = 0; round < ROUNDS; round++) {
    var names = "steps=" + pieces.stream().map(piece -> piece.name().toLowerCase()).toList();
    var line = new Line(Recipes.of(List.of(names), Cleaning.class).list(), new Tally());
    long start = System.nanoTime();
    documents.forEach(line::through);
    best = Math.min(best, (System.nanoTime() - start) / 1e9);
  }
  return best;
}
