package wenmai;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The road from raw text to a served model, chapter by chapter. A chapter imports only earlier ones.
class StoryTest {
  private static final List<String> CHAPTERS = List.of(
      "message",     // what is said to people
      "files",       // bytes on disk -> checked, mapped, atomic containers
      "tensor",      // arrays, native libraries -> tensors with safe lifetimes, gradients, fast kernels
      "corpus",      // files of any kind -> clean documents
      "sample",      // a small world -> stories in two languages, questions, labels, translations
      "tokenize",    // documents -> ids
      "embed",       // words -> vectors
      "model",       // ids -> hidden states, logits
      "decode",      // logits -> text
      "measure",     // predictions and truth -> numbers
      "train",       // token files and a model -> checkpoints
      "evaluate",    // models -> suites and reports
      "road",        // text -> a model that writes, and a report: the chapters in one run
      "cli");        // the command line
  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("wenmai");

  @Test
  void everyClassStandsInAChapter() {
    var strangers = new TreeSet<String>();
    for (JavaClass c : CLASSES) {
      if (!CHAPTERS.contains(chapter(c))) {
        strangers.add(c.getName());
      }
    }
    assertThat(strangers).isEmpty();
  }

  @Test
  void aChapterImportsOnlyEarlierOnes() {
    for (int i = 0; i < CHAPTERS.size(); i++) {
      var later = CHAPTERS.subList(i + 1, CHAPTERS.size()).stream().map(c -> "wenmai." + c + "..").toArray(String[]::new);
      if (later.length > 0) {
        noClasses().that(resideInAPackage("wenmai." + CHAPTERS.get(i) + ".."))
            .should().dependOnClassesThat().resideInAnyPackage(later).allowEmptyShould(true).check(CLASSES);
      }
    }
  }

  @Test
  void noChapterNeedsItself() {
    slices().matching("wenmai.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTensorKnowsLibtorch() {
    noClasses().that().resideOutsideOfPackage("wenmai.tensor..")
        .should().dependOnClassesThat().resideInAPackage("org.bytedeco..").check(CLASSES);
  }

  private static String chapter(JavaClass c) {
    String rest = c.getPackageName().substring("wenmai".length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
  }
}
