package wenmai.tokenize.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.message.BadInput;

class TemplateTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 5, 7, 8, 9);

  static List<Case> cases() {
    return Cases.ALL;
  }

  record Case(String template, String text) {}

  private static String render(String template) {
    return Template.of(template, "t.jinja").render(Cases.VARIABLES, NOW).text();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aTemplateWritesWhatJinjaWrites(Case known) {
    assertThat(render(known.template)).isEqualTo(known.text);
  }

  @Test
  @Timeout(30)
  void lettersThatBecomeTwoTakeNoMoreTimeThanOthers() {
    assertThat(render("{{ ('ß' * 1000000) | upper | length }} {{ 'ß' | upper }} {{ 'ΑΣ' | lower }}"))
        .isEqualTo("2000000 SS ας");
  }

  @Test
  void theTimeIsWhatItIsGiven() {
    assertThat(render("{{ strftime_now('%d %b %Y, %B %-d %A %H:%M:%S %p %j %y %%') }}"))
        .isEqualTo("05 Mar 2026, March 5 Thursday 07:08:09 AM 064 26 %");
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    refused("a\n{{ raise_exception('no roles') }}", "t.jinja:2: in the template: it refuses the conversation: no roles");
    refused("{{ x.y }}", "'x' is undefined, so it has no 'y'");
    refused("{{ x() }}", "there is no function 'x'");
    refused("{{ [2, 1] | sort(backwards=true) }}", "the argument backwards is not known here; known are reverse, case_sensitive, attribute");
    refused("{{ {'a': 1} | dictsort(by='size') }}", "dictsort is by 'key' or 'value', not 'size'");
    refused("{{ 'a' + 1 }}", "str + int is not possible");
    refused("{{ 1 // 0 }}", "divides by zero");
    refused("{{ 'a' < 1 }}", "no order");
    refused("{{ words.append(1) }}", "there is no function 'append'");
    refused("{% set words.x = 1 %}", "words is no namespace");
    refused("{{ x | shuffle }}", "the filter 'shuffle' is not known");
    refused("{{ x is prime }}", "the test 'is prime' is not known");
    refused("\n{% include 'x' %}", "t.jinja:2: in the template: the block 'include' is not known");
    refused("{% if x %}", "the template ends where elif / else / endif is due");
    refused("{% endif %}", "the block 'endif' is not known");
    refused("{{ x", "not closed with }}");
    refused("{{ 'x }}", "a string is not closed");
    refused("{{ (x] }}", "closes nothing");
    refused("{# x", "a comment is not closed");
    refused("{{ x y }}", "'y' is not expected here");
    refused("{{ 99999999999999999999 }}", "too large");
    refused("{{ words | tojson(indent=x) }}", "no whole number");
  }

  @Test
  void noTemplateRunsOrGrowsWithoutEnd() {
    refused("{% for i in range(1000000000) %}{% endfor %}", "computes or writes too much");
    refused("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "computes or writes too much");
    refused("{{ 'a' * 1000000000 }}", "computes or writes too much");
    refused("{% set n = namespace(x='aa') %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}", "too much");
    refused("{% set n = namespace(x='aa') %}{% for i in range(99) %}{% set n.x = n.x.replace('a', 'aa') %}{% endfor %}", "too much");
    refused("{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}", "too much");
    refused("{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x | tojson }}", "too much");
    refused("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "calls itself without end");
    refused("{% for a in 'x' * 50000000 %}{% endfor %}", "too long to be gone through");
    refused("{{ ('x' * 50000000)[1:] }}", "too long to be taken apart");
    refused("{{ ('x,' * 25000000).split(',') | length }}", "computes or writes too much");
    refused("{{ ('x ' * 25000000).split() | length }}", "computes or writes too much");
    refused("{{ ('\\n' * 50000000) | indent | length }}", "computes or writes too much");
    refused("{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}", "nested too deep");
    refused("{% set a = 'a' * 10000000 %}{{ a }}{{ a }}", "writes more than");
  }

  /// Two to the power of 60 is what a value of a hundred characters may weigh, or may be looked into.
  @ParameterizedTest
  @Timeout(30)
  @ValueSource(strings = {"{ns.a: 1}", "{1: 2}.get(ns.a)", "{1: 2}[ns.a]", "[1][ns.a]", "[1].index(ns.a)", "[1].count(ns.a)", "[1, 2] | join(ns.a)",
      "words | map(attribute=ns.a) | list", "words | select('eq', ns.a) | list", "1 is eq(ns.a)", "1 is eq(other=ns.a)", "namespace({1: ns.a})",
      "ns.a | length", "'a' | default(ns.a)"})
  void everythingThatIsGoneThroughIsWeighed(String expression) {
    refused("{% set ns = namespace(a=1) %}{% for i in range(60) %}{% set ns.a = (ns.a, ns.a) %}{% endfor %}{{ " + expression + " }}", "too much");
  }

  @ParameterizedTest
  @Timeout(30)
  @ValueSource(strings = {"range(100000) | list | tojson(indent='x' * 10000000)", "range(1000) | list | tojson(separators=('x' * 10000000, ''))",
      "{1: 2, 3: 4} | tojson(separators=('', 'x' * 90000000))", "('a' * 9000000) in ('a' * 18000000 ~ 'b')", "('a' * 18000000).split('a' * 9000000 ~ 'b')",
      "('a' * 18000000).rfind('b' ~ 'a' * 9000000)", "('a' * 9000000).strip('b' * 9000000 ~ 'a').x.y", "strftime_now('%Y' * 10000000)"})
  void noOperationTakesLong(String expression) {
    assertThatThrownBy(() -> render("{{ " + expression + " }}")).isInstanceOf(BadInput.class);
  }

  /// The said characters are such that no template writes and no operation makes.
  @Test
  void whateverATemplateDoesWithWhatWasSaidItIsKnownToBeSaid() {
    var random = new Random(20);
    var said = Map.of("x", Text.said("文脉 文\n, 脉"), "xs", List.of(Text.said("文"), "a", Map.of("a", Text.said("脉 "))));
    for (int round = 0; round < 20_000; round++) {
      var template = "{{ " + JinjaTwinTest.expression(random, 4).replaceAll("\\b(ab|user|spaced)\\b", "x").replaceAll("\\b(words|turns|name)\\b", "xs") + " }}";
      Text written;
      try {
        written = Template.of(template, "t.jinja").render(said, NOW);
      } catch (BadInput e) {
        continue;
      }
      for (int i = 0; i < written.text().length(); i++) {
        assertThat(written.said().get(i) || "文脉".indexOf(written.text().charAt(i)) < 0).as("seed 20: %s: %s", template, written).isTrue();
      }
      assertThat(written.said().length()).as("seed 20: %s", template).isLessThanOrEqualTo(written.text().length());
    }
  }

  @Test
  void whatATemplateWritesItselfIsNotSaid() {
    var written = Template.of("<|{{ r }}|>{{ ' ' + x.strip() + '\n' }}{% set t %}{{ '[' ~ x[1:3] ~ ']' }}{% endset %}{{ t }}{{ ['(', ')'] | join(x) }}", "t")
        .render(Map.of("r", "user", "x", Text.said(" ab ")), NOW);
    assertThat(written.text()).isEqualTo("<|user|> ab\n[ab]( ab )");
    assertThat(written.said().stream().mapToObj(i -> "" + i)).containsExactly("9", "10", "13", "14", "17", "18", "19", "20");
  }

  @Test
  void anyTextIsATemplateOrBadInput() {
    var words = List.of("{{", "}}", "{%", "%}", "{%-", "-%}", "if", "else", "endif", "for", "in", "endfor", "set", "x", "=", "'a'", "1", "|",
        "trim", "is", "defined", "[", "]", "(", ")", ".", "not", "\n", " ", "text", "{#", "#}", "~", "+", "macro", ":", ",", "{", "}");
    var random = new Random(17);
    for (int round = 0; round < 20_000; round++) {
      var template = new StringBuilder();
      random.ints(random.nextInt(14), 0, words.size()).forEach(i -> template.append(words.get(i)).append(random.nextBoolean() ? " " : ""));
      try {
        render(template.toString());
      } catch (BadInput e) {
        assertThat(e.message().zh()).as("seed 17").contains("t.jinja");
      } catch (RuntimeException e) {
        throw new AssertionError("seed 17: " + template, e);
      }
    }
  }

  private static void refused(String template, String why) {
    assertThatThrownBy(() -> render(template)).isInstanceOf(BadInput.class).hasMessageContaining(why)
        .satisfies(e -> assertThat(((BadInput) e).message().zh()).contains("t.jinja", "模板"));
  }

  /// Templates of one construct each; the texts are what Jinja 3.1 writes with transformers' settings.
  static final class Cases {
    static final Map<String, @Nullable Object> VARIABLES = new HashMap<>(Map.of("words", List.of("a", "b", "c"), "name", "文脉 Wen",
        "user", Map.of("role", "user", "content", " hi ", "n", 3), "pi", 3.5, "no", false, "texts", List.of(),
        "turns", List.of(Map.of("role", "user", "content", "x"), Map.of("role", "assistant", "content", "y"))));

    static {
      VARIABLES.putAll(Map.of("one", 1, "two", -2, "zero", 0, "ab", "ab", "spaced", " x ", "empty", "", "yes", true));
      VARIABLES.put("nil", null);
    }

    static final List<Case> ALL = List.of(
        new Case("a\n  {% if true %}\n  b\n  {% endif %}\nc\n", "a\n  b\nc"),
        new Case("a {%- if true -%} b {%- endif -%} c", "abc"),
        new Case("  {%+ if true %}x{% endif +%}\ny", "  x\ny"),
        new Case("a\n  {{ 1 }}\n", "a\n  1"),
        new Case("a\n {# note #}\nb", "a\nb"),
        new Case("a {#- note -#} b", "ab"),
        new Case("{{ {'a': {'b': 1}}['a']['b'] }}", "1"),
        new Case("{{ 'it' \"'s\" }} {{ 'a\\n\\'b\\x41\\u4e2d\\q' }}", "it's a\n'bA中\\q"),
        new Case("{{ true }} {{ none }} {{ missing }} {{ 1.0 }} {{ 1e16 }} {{ 0.00001 }} {{ 123456.5 }}", "True None  1.0 1e+16 1e-05 123456.5"),
        new Case("{{ ['a', 1, none, true, \"it's\"] }} {{ {'a': 1} }}", "['a', 1, None, True, \"it's\"] {'a': 1}"),
        new Case("{{ 1 + 2 * 3 - 4 // 3 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 3 }}", "6 -4 2 3.5 8"),
        new Case("{{ 'a' ~ 1 ~ none }} {{ 'ab' * 2 }} {{ [1] + [2] }}", "a1None abab [1, 2]"),
        new Case("{{ 1 if no else 2 }}{{ 'x' if no }}{{ 1 if true }}", "21"),
        new Case("{{ 1 < 2 < 3 }} {{ 1 == 1.0 }} {{ 'b' in words }} {{ 'z' not in words }} {{ 'w' in 'two' }} {{ 'role' in user }}",
            "True True True True True True"),
        new Case("{{ no or 'x' }} {{ words and 'y' }} {{ not no and true }}", "x y True"),
        new Case("{{ words[0] }}{{ words[-1] }}{{ words[1:] }}{{ words[::-1] }}{{ name[-3:] }}{{ name[:1] }}{{ words[9] }}",
            "ac['b', 'c']['c', 'b', 'a']Wen文"),
        new Case("{{ user.content.strip() }}|{{ user['content'] | trim }}|{{ user.missing }}|{{ user.get('x', 'd') }}", "hi|hi||d"),
        new Case("{{ 'a,b,c'.split(',')[1] }}{{ 'a,b,c'.rsplit(',', 1) }}{{ ' a  b '.split() }}{{ 'a</t>b'.split('</t>')[-1] }}",
            "b['a,b', 'c']['a', 'b']b"),
        new Case("{{ 'xabx'.strip('x') }}{{ 'ab\\n'.rstrip('\\n') }}{{ ' a'.lstrip() }}", "ababa"),
        new Case("{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith(('x', 'c')) }}{{ 'abc'.find('c') }}{{ 'aXb'.lower() }}{{ 'ab cd'.title() }}",
            "TrueTrue2axbAb Cd"),
        new Case("{{ 'abab'.replace('a', 'x') }}{{ 'abab'.replace('a', 'x', 1) }}{{ 'aab'.count('a') }}{{ '-'.join(words) }}", "xbxbxbab2a-b-c"),
        new Case("{% for w in words %}{{ loop.index0 }}{{ w }}{{ ',' if not loop.last }}{% endfor %}", "0a,1b,2c"),
        new Case("{% for w in words if w != 'b' %}{{ loop.index }}{{ w }}{{ loop.length }}{{ loop.first }}{% endfor %}", "1a2True2c2False"),
        new Case("{% for w in texts %}x{% else %}none{% endfor %}", "none"),
        new Case("{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}", "a=1;b=2;"),
        new Case("{% for w in words %}{% if w == 'b' %}{% continue %}{% endif %}{{ w }}{% if w == 'c' %}{% break %}{% endif %}{% endfor %}", "ac"),
        new Case("{% for w in words %}{{ loop.previtem }}{{ loop.nextitem }}-{% endfor %}", "b-ac-b-"),
        new Case("{% set x = 1 %}{% for w in words %}{% set x = x + 1 %}{{ x }}{% endfor %}{{ x }}", "2221"),
        new Case("{% set ns = namespace(n=0, found=false) %}{% for w in words %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}{{ ns.found }}",
            "3False"),
        new Case("{% set a, b = [1, 2] %}{{ b }}{% set t %}x{{ a }}{% endset %}{{ t | upper }}", "2X1"),
        new Case("{% if no %}a{% elif words %}b{% else %}c{% endif %}", "b"),
        new Case("{% macro f(a, b='z') %}<{{ a }}{{ b }}>{% endmacro %}{{ f(1) }}{{ f(1, b=2) }}{{ f() }}", "<1z><12><z>"),
        new Case("{% generation %}x{% endgeneration %}", "x"),
        new Case("{{ x is defined }}{{ words is iterable }}{{ user is mapping }}{{ 'a' is string }}{{ none is none }}{{ 3 is odd }}{{ x is not none }}",
            "FalseTrueTrueTrueTrueTrueTrue"),
        new Case("{{ words | length }}{{ words | join(', ') }}{{ words | first }}{{ words | last }}{{ words | reverse | list }}",
            "3a, b, cac['c', 'b', 'a']"),
        new Case("{{ x | default('d') }}{{ no | default('d', true) }}{{ '' | default('e') }}", "dd"),
        new Case("{{ turns | map(attribute='content') | join('+') }}{{ words | map('upper') | list }}", "x+y['A', 'B', 'C']"),
        new Case("{{ turns | selectattr('role', 'equalto', 'user') | list | length }}{{ turns | rejectattr('role', 'equalto', 'user') | map(attribute='content') | first }}",
            "1y"),
        new Case("{{ {'a': [1, 2.5, none, true], 'b': '文\\\"<'} | tojson }}", "{\"a\": [1, 2.5, null, true], \"b\": \"文\\\"<\"}"),
        new Case("{{ {'a': [1, {}], 'b': []} | tojson(indent=2) }}", "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}"),
        new Case("{{ {'b': 1, 'a': 2} | tojson(separators=(',', ':'), sort_keys=true) }}", "{\"a\":2,\"b\":1}"),
        new Case("{{ '3' | int + 1 }} {{ pi | int }} {{ 'x' | int }} {{ 3 | string + '!' }}", "4 3 0 3!"),
        new Case("{% for k, v in {'b': 1, 'A': 2} | dictsort %}{{ k }}{{ v }}{% endfor %}{% for k, v in {'a': 1} | items %}{{ k }}{% endfor %}", "A2b1a"),
        new Case("{{ [1,3,2] | sort(reverse=true) }}{{ ['b','A','a'] | sort }}{{ [{'n':2},{'n':1}] | sort(attribute='n') }}",
            "[3, 2, 1]['A', 'a', 'b'][{'n': 1}, {'n': 2}]"),
        new Case("{{ {'b':1,'a':2} | dictsort(by='value') }}{{ {'b':1,'a':2} | dictsort(false, 'key', true) }}", "[('b', 1), ('a', 2)][('b', 1), ('a', 2)]"),
        new Case("{{ ['a','A','b'] | unique | list }}{{ ['a','A'] | unique(true) | list }}", "['a', 'b']['a', 'A']"),
        new Case("{{ '1f' | float }}{{ ' 1.5e1 ' | float }}{{ '<b>' | safe }}{{ 1 | safe }}", "0.015.0<b>1"),
        new Case("{{ 'a\\nb' | indent(2) }}{{ 'ab' | capitalize }}", "a\n  bAb"),
        new Case("{{ range(3) | list }}{{ range(5, 1, -2) | list }}", "[0, 1, 2][5, 3]"),
        new Case("{{ -1 | abs }}{{ (2, 3)[1] }}{{ not 'a' is defined }}", "13False"));
  }
}
