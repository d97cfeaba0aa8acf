package wenmai.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static String write(Template template, long seed) {
    var out = new StringBuilder();
    template.write(out, new Dice(seed), (role, form) -> role + ":" + form);
    return out.toString();
  }

  @Test
  void everyChoiceIsMadeAndNothingElse() {
    var template = Template.parse("{hero.a} [ran|[hopped|slid]] <off>", Map.of("off", new Template.Text("away")));
    var seen = new TreeSet<String>();
    for (long seed = 0; seed < 100; seed++) {
      seen.add(write(template, seed));
    }
    assertThat(seen).containsExactly("hero:a hopped away", "hero:a ran away", "hero:a slid away");
  }

  @Test
  void theSameDiceWriteTheSame() {
    var template = Template.parse("[a|b|c|d|e|f][a|b|c|d|e|f][a|b|c|d|e|f]", Map.of());
    assertThat(write(template, 7)).isEqualTo(write(template, 7));
  }

  @Test
  void rolesAreCollectedFromEveryBranch() {
    var roles = new TreeSet<String>();
    Template.parse("{hero} [met {friend.name}|saw {thing.a}]", Map.of()).collect(roles);
    assertThat(roles).isEqualTo(Set.of("friend", "hero", "thing"));
  }

  @Test
  void aBrokenTemplateIsRefused() {
    assertThatThrownBy(() -> Template.parse("[a|b", Map.of())).hasMessageContaining("no ']'");
    assertThatThrownBy(() -> Template.parse("a]", Map.of())).hasMessageContaining("unexpected");
    assertThatThrownBy(() -> Template.parse("<nobody>", Map.of())).hasMessageContaining("no word");
  }
}
