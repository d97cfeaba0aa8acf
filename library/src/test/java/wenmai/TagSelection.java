package wenmai;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import wenmai.tensor.PrecisionTest;

/// Tests are selected, never skipped: a test with tags runs when `-Dtags=data,python` names all of them; without tags it
/// always runs, but with `-DonlyTagged`. What was not selected is said, one line a tag. The tag `vnni` selects itself where
/// the processor has those instructions.
public final class TagSelection implements PostDiscoveryFilter, TestExecutionListener {
  private static final Set<String> SELECTED = Set.of(System.getProperty("tags", "").split(","));
  private static final String VNNI = "vnni";
  private static final boolean ONLY_TAGGED = System.getProperty("onlyTagged") != null;
  private static final TreeMap<String, Integer> LEFT_OUT = new TreeMap<>();

  @Override
  public FilterResult apply(TestDescriptor test) {
    var tags = test.getTags().stream().map(TestTag::getName).collect(Collectors.toCollection(TreeSet::new));
    if (tags.contains(VNNI) && PrecisionTest.int8Here()) {
      tags.remove(VNNI);
    }
    var missing = new TreeSet<>(tags);
    missing.removeAll(SELECTED);
    if (missing.isEmpty()) {
      boolean wanted = !ONLY_TAGGED || !test.isTest() || !tags.isEmpty();
      return wanted ? FilterResult.included("selected") : FilterResult.excluded("untagged");
    }
    if (test.isTest()) {
      LEFT_OUT.merge(String.join(",", missing), 1, Integer::sum);
    }
    return FilterResult.excluded("tags");
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    LEFT_OUT.forEach((tags, tests) -> System.out.println("not selected: " + tests + " tests tagged " + tags + " (-Dtags=" + tags + ")"));
    LEFT_OUT.clear();
  }
}
