package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.Transliterator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;

/// The share of windows of 200 bytes whose encoding is found, on every corpus at hand. A corpus is tested in an
/// encoding where at least a third of its windows can be written in it: in Big5, English and Traditional Chinese.
@Tag("data")
class EncodingDataTest {
  private static final int WINDOWS = 2000;
  private static final int CHARACTERS = 800_000;
  private static final Path DATA = Path.of(System.getenv("WENMAI_DATA"));

  @Test
  void encodingsAreFoundInAtLeast995OfAThousandWindows() throws IOException {
    var table = new StringBuilder("%-26s %-9s %18s %18s %n".formatted("right %", "", "between characters", "anywhere"));
    List<String> below = new ArrayList<>();
    for (var corpus : corpora().entrySet()) {
      for (Encoding encoding : Encoding.values()) {
        var between = new Windows(corpus.getValue(), encoding, false).check(WINDOWS);
        var anywhere = new Windows(corpus.getValue(), encoding, true).check(WINDOWS);
        if (Math.min(between.seen(), anywhere.seen()) < WINDOWS) {
          continue;
        }
        table.append("%-26s %-9s %18.2f %18.2f %n".formatted(corpus.getKey(), encoding, between.percentRight(),
            anywhere.percentRight()));
        if (Math.min(between.percentRight(), anywhere.percentRight()) < 99.5) {
          below.add(corpus.getKey() + " " + encoding + " " + between.wrong() + anywhere.wrong());
        }
      }
    }
    System.out.println(table);
    assertThat(below).isEmpty();
  }

  private static Map<String, String> corpora() throws IOException {
    var corpora = new LinkedHashMap<String, String>();
    corpora.put("classical-modern", everyFortiethLine("corpora/classical-modern.tsv.xz"));
    corpora.put("zh-novels", text("corpora/zh-novels/红楼梦.txt", 300_000) + text("corpora/zh-novels/三国演义.txt", 300_000)
        + text("corpora/zh-novels/水浒传.txt", 300_000) + text("corpora/zh-novels/西游记.txt", 300_000));
    corpora.put("THUCNews", text("labelled/THUCNews/test.txt"));
    corpora.put("ChnSentiCorp", text("labelled/ChnSentiCorp/test.tsv"));
    corpora.put("cmrc2018", text("labelled/cmrc2018/cmrc2018_dev.json"));
    corpora.put("ResumeNER", text("labelled/ResumeNER/train.char.bmes"));
    for (String name : List.copyOf(corpora.keySet())) {
      corpora.put(name + " (traditional)", Transliterator.getInstance("Hans-Hant").transliterate(corpora.get(name)));
    }
    corpora.put("instructions", everyFortiethLine("labelled/instructions/instructions-en-zh.jsonl.xz"));
    corpora.put("tatoeba", text("labelled/translation/tatoeba-cmn.txt"));
    corpora.put("tinyshakespeare", text("corpora/tinyshakespeare.txt"));
    corpora.put("War and Peace", text("corpora/gutenberg/war-and-peace-2600.txt").substring(1));
    corpora.put("wikitext-2", text("corpora/wikitext-2/test.txt"));
    corpora.put("SST-2", text("labelled/GLUE-SST-2/train.tsv"));
    corpora.put("xquad.en", text("labelled/xquad/xquad.en.json"));
    return corpora;
  }

  private static String text(String path) throws IOException {
    return text(path, CHARACTERS);
  }

  private static String text(String path, int characters) throws IOException {
    String text = Files.readString(DATA.resolve(path));
    return text.substring(0, Math.min(text.length(), characters));
  }

  private static String everyFortiethLine(String path) throws IOException {
    try (var in = new XZInputStream(Files.newInputStream(DATA.resolve(path)));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var line = new int[1];
      return reader.lines().filter(l -> line[0]++ % 40 == 0).collect(Collectors.joining("\n"));
    }
  }
}
