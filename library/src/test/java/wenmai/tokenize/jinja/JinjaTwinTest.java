package wenmai.tokenize.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.tokenize.jinja.TemplateTest.Case;

/// Ours and Jinja with the settings of transformers' `apply_chat_template`: the same templates, the same text.
@Tag("python")
class JinjaTwinTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 5, 7, 8, 9);
  private static final String REFUSED = "(refused)";
  private static final String SCRIPT = """
      import datetime, json, sys
      from jinja2 import nodes
      from jinja2.exceptions import TemplateError
      from jinja2.ext import Extension, loopcontrols
      from jinja2.sandbox import ImmutableSandboxedEnvironment

      class Generation(Extension):
          tags = {"generation"}
          def parse(self, parser):
              line = next(parser.stream).lineno
              body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
              return nodes.CallBlock(self.call_method("same"), [], [], body).set_lineno(line)
          def same(self, caller):
              return caller()

      def refuse(message):
          raise TemplateError(message)

      def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
          return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

      env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols])
      env.filters["tojson"] = tojson
      env.globals["raise_exception"] = refuse
      env.globals["strftime_now"] = lambda f: datetime.datetime(2026, 3, 5, 7, 8, 9).strftime(f)
      out = []
      for job in json.load(open(sys.argv[1], encoding="utf8")):
          try:
              out.append(env.from_string(job["template"]).render(**job["variables"]))
          except Exception as e:
              out.append("(refused)")
      json.dump(out, open(sys.argv[2], "w", encoding="utf8"))
      """;
  @TempDir Path folder;

  private record Job(String template, Map<String, ?> variables) {}

  @Test
  void everyKnownCaseIsWhatJinjaWrites() throws Exception {
    agree(TemplateTest.Cases.ALL.stream().map(known -> new Job(known.template(), TemplateTest.Cases.VARIABLES)).toList());
    assertThat(jinja(TemplateTest.Cases.ALL.stream().map(known -> new Job(known.template(), TemplateTest.Cases.VARIABLES)).toList()))
        .isEqualTo(TemplateTest.Cases.ALL.stream().map(Case::text).toList());
  }

  @Test
  void whiteSpaceAroundTagsIsJinjas() throws Exception {
    var random = new Random(18);
    var jobs = new ArrayList<Job>();
    for (int i = 0; i < 2_000; i++) {
      var template = new StringBuilder();
      spaced(template, random, 3);
      jobs.add(new Job(template.toString(), Map.of()));
    }
    agree(jobs);
  }

  @Test
  void expressionsAreJinjas() throws Exception {
    var random = new Random(19);
    var jobs = new ArrayList<Job>();
    for (int i = 0; i < 3_000; i++) {
      jobs.add(new Job("{{ " + expression(random, 3) + " }}", TemplateTest.Cases.VARIABLES));
    }
    agree(jobs);
  }

  private static void spaced(StringBuilder out, Random random, int depth) {
    for (int parts = random.nextInt(5); parts >= 0; parts--) {
      switch (random.nextInt(depth > 0 ? 7 : 5)) {
        case 0, 1, 2 -> out.append(one(random, " ", "\n", "a", "  \n", "\t", "b\n", "\n\n", "\u00A0", "\r\n", "c "));
        case 3 -> out.append("{{").append(one(random, "", "", "-")).append(" 'x' ").append(one(random, "", "", "-")).append("}}");
        case 4 -> out.append("{#").append(one(random, "", "-", "+")).append(" n\n ").append(one(random, "", "-", "+")).append("#}");
        default -> {
          out.append("{%").append(one(random, "", "-", "+")).append(one(random, " if true ", " if false ", "for i in [1,2]"))
              .append(one(random, "", "-", "+"));
          boolean loop = out.toString().matches("(?s).*for i in \\[1,2][-+]?");
          out.append("%}");
          spaced(out, random, depth - 1);
          out.append("{%").append(one(random, "", "-", "+")).append(loop ? " endfor " : " endif ").append(one(random, "", "-", "+")).append("%}");
        }
      }
    }
  }

  static String expression(Random random, int depth) {
    if (depth == 0) {
      return one(random, "one", "two", "zero", "pi", "ab", "spaced", "empty", "yes", "no", "nil", "words", "name", "user", "missing", "turns",
          "[one, ab]", "{ab: one}", "user.n");
    }
    var a = expression(random, depth - 1);
    var b = expression(random, random.nextInt(depth));
    return switch (random.nextInt(12)) {
      case 0 -> a + " " + one(random, "+", "-", "*", "/", "//") + " " + b;
      case 1 -> a + " " + one(random, "==", "!=", "<", ">=", "in", "not in") + " " + b;
      case 2 -> a + " " + one(random, "and", "or") + " " + b;
      case 3 -> "(" + one(random, "not ", "-") + a + ")";
      case 4 -> "(" + a + ") " + one(random, "| trim", "| length", "| upper", "| string", "| int", "| tojson", "| default('d')", "| list", "| first",
          "| last", "| join('-')", "| capitalize", "| title", "| reverse | list", "| default('e', true)", "| float");
      case 5 -> "((" + a + ") is " + one(random, "", "not ") + one(random, "defined", "none", "string", "mapping", "iterable", "number", "boolean",
          "sequence", "true", "integer") + ")";
      case 6 -> "(" + a + ")" + one(random, "[0]", "[-1]", "[1:]", "[:-1]", "[::-1]", "['a']", ".a", ".n", "[::2]", "[5:1:-2]");
      case 7 -> "(" + a + " if " + b + " else " + expression(random, depth - 1) + ")";
      case 8 -> a + " ~ " + b;
      case 9 -> "(" + a + ")" + one(random, ".strip()", ".split()", ".upper()", ".split('b')", ".replace('a', 'xy')", ".items() | list", ".get('a')",
          ".startswith('a')", ".title()", ".rstrip('b ')", ".find('b')", ".count('a')", ".split(' ', 1)", ".rsplit(none, 1)");
      case 10 -> "[" + a + ", " + b + "]";
      default -> a;
    };
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private void agree(List<Job> jobs) throws Exception {
    var theirs = jinja(jobs);
    for (int i = 0; i < theirs.size(); i++) {
      assertThat(ours(jobs.get(i))).as("seed 18 or 19, %d: %s", i, jobs.get(i).template).isEqualTo(theirs.get(i));
    }
  }

  private static String ours(Job job) {
    try {
      return Template.of(job.template, "t").render(job.variables, NOW).text();
    } catch (BadInput e) {
      return REFUSED;
    }
  }

  private List<String> jinja(List<Job> jobs) throws Exception {
    return run(jobs, folder);
  }

  List<String> run(List<?> jobs, Path folder) throws Exception {
    var in = Files.writeString(folder.resolve("jobs.json"), new JsonMapper().writeValueAsString(jobs));
    var out = folder.resolve("texts.json");
    var python = Objects.requireNonNull(System.getenv("WENMAI_PYTHON"), "WENMAI_PYTHON is not set");
    var process = new ProcessBuilder(python, "-c", SCRIPT, in.toString(), out.toString()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var texts = new ArrayList<String>();
    Json.read(out).forEach(text -> texts.add(text.asString()));
    return texts;
  }
}
