package wenmai.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DetectionTest {
  private static final String SIMPLIFIED = """
      清晨的集市上，卖豆腐的老人推着车慢慢走过石桥。他说：“今天的豆子是新收的，比往年都香。”
      孩子们围着他，有的问价钱，有的只想闻一闻热气。
      河边的柳树刚刚发芽，船夫把绳子系好，坐下来吃一碗面。远处传来钟声，三下，又三下，好像在催人上学。老师站在门口，手里拿着一本旧书，
      里面写着两千年前的话：学而时习之，不亦说乎？学生们跟着念，声音时高时低，像风吹过麦田。到了下午，天忽然阴了，大家收起摊子回家。
      """.repeat(20);
  private static final String TRADITIONAL = """
      清晨的市集上，賣豆腐的老人推著車慢慢走過石橋。他說：「今天的豆子是新收的，比往年都香。」
      孩子們圍著他，有的問價錢，有的只想聞一聞熱氣。
      河邊的柳樹剛剛發芽，船夫把繩子繫好，坐下來吃一碗麵。遠處傳來鐘聲，三下，又三下，好像在催人上學。老師站在門口，手裡拿著一本舊書，
      書中寫著兩千年前的話：學而時習之，不亦說乎？學生們跟著念，聲音時高時低，像風吹過麥田。到了下午，天忽然陰了，大家收起攤子回家。
      """.repeat(20);
  private static final String ENGLISH = """
      The café on the corner opened at six — earlier than any other — and Zoë, who baked the bread, had been up since
      four. “You can’t hurry yeast,” she used to say; her naïve apprentice tried anyway, and paid £5 for wasted flour.
      Nobody minded. By noon the loaves were gone, the river had risen, and the ferryman counted his coins in the shade.
      """.repeat(20);

  private static final String FRENCH = """
      Le café du coin ouvrait à six heures — plus tôt que les autres — et Zoé, qui était boulangère, s’était levée dès quatre.
      « On ne presse pas la levure », répétait-elle ; l’apprenti, naïf, essayait quand même, et payait 5 € de farine gâchée.
      Où était passé l’été ? Personne n’y avait pensé. À midi les pains étaient partis ; une journée créée pour les rêveurs.
      """.repeat(20);
  private static final String GERMAN = """
      Das Café an der Straße öffnete um sechs – früher als jedes andere –, und Jörg, der das Brot buk, war seit vier auf den Füßen.
      „Hefe lässt sich nicht drängen“, pflegte er zu sagen; der Lehrling übte trotzdem. Die Größe der Brötchen schwankte, und
      Übermut kostete Mehl. Gegen Mittag war alles verkauft, der Fluss gestiegen, und der Fährmann zählte im Schatten die Münzen.
      """.repeat(20);
  private static final String PORTUGUESE = """
      O café da esquina abria às seis, mais cedo que os outros. «Não se apressa o fermento», dizia João; a atenção do aprendiz
      já não estava na lição. As condições eram boas: até ao meio-dia os pães tinham saído, e o coração da povoação batia devagar.
      DESCRIÇÃO: três irmãos contavam moedas à sombra, e ninguém se importava com a direção do vento nem com as previsões.
      """.repeat(20);

  @Test
  void windowsOfEveryLanguageAreReadInEveryEncodingThatHoldsThem() {
    for (boolean anywhere : new boolean[] {false, true}) {
      for (Encoding encoding : List.of(Encoding.UTF_8, Encoding.GB18030, Encoding.BIG5, Encoding.UTF_16LE, Encoding.UTF_16BE)) {
        String simplifiedOrNot = encoding == Encoding.BIG5 ? TRADITIONAL : SIMPLIFIED;
        String english = encoding == Encoding.BIG5 ? ENGLISH.replaceAll("[éëï£]", "e") : ENGLISH;
        for (String text : List.of(simplifiedOrNot, TRADITIONAL, english, english + simplifiedOrNot)) {
          var windows = new Windows(text, encoding, anywhere).check(300);
          assertThat(windows.seen()).isGreaterThan(200);
          assertThat(windows.percentRight()).as("%s %s %s", encoding, text.substring(0, 9), windows.wrong())
              .isGreaterThanOrEqualTo(99.5);
        }
      }
    }
  }

  @Test
  void windowsOfWesternTextAreReadInTheEncodingOfOldWindows() {
    for (boolean anywhere : new boolean[] {false, true}) {
      for (String text : List.of(ENGLISH, FRENCH, GERMAN, PORTUGUESE)) {
        var windows = new Windows(text, Encoding.WINDOWS_1252, anywhere).check(300);
        assertThat(windows.seen()).isEqualTo(300);
        assertThat(windows.percentRight()).as("%s %s", text.substring(0, 9), windows.wrong()).isGreaterThanOrEqualTo(99.5);
      }
    }
    for (String text : List.of("été", "a naïve question", "Größe", "“yes”", "don’t", "créée", "£5", "DESCRIÇÃO", "où est-il, le garçon à l'œil bleu ?")) {
      byte[] bytes = text.getBytes(Charset.forName("windows-1252"));
      assertThat(Detection.of(bytes).orElseThrow().decode(bytes)).isEqualTo(text);
    }
  }

  /// What is not read is not taken for Western text.
  @Test
  void otherTextOfOneOrTwoBytesACharacterIsNoWesternText() {
    String japanese = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。ファイルのオプション\n".repeat(20);
    String russian = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему.\n".repeat(20);
    String polish = "Zażółć gęślą jaźń. Ogary poszły w las. Echo ich grania słabło coraz bardziej.\n".repeat(20);
    String korean = "모든 국민은 법 앞에 평등하다. 누구든지 차별을 받지 아니한다.\n".repeat(20);
    for (var text : Map.of("windows-31j", japanese, "EUC-JP", japanese, "windows-1251", russian, "KOI8-R", russian, "windows-1250", polish, "EUC-KR", korean).entrySet()) {
      var found = Detection.of(text.getValue().getBytes(Charset.forName(text.getKey())));
      assertThat(found.map(Detection::encoding)).as(text.getKey()).isNotEqualTo(Optional.of(Encoding.WINDOWS_1252));
    }
  }

  @Test
  void aByteOrderMarkDecidesAndIsNoPartOfTheText() {
    for (Encoding encoding : List.of(Encoding.UTF_8, Encoding.GB18030, Encoding.UTF_16LE, Encoding.UTF_16BE)) {
      byte[] marked = ("\uFEFF" + "ab").getBytes(encoding.charset());
      var found = Detection.of(marked).orElseThrow();
      assertThat(found).hasToString(encoding + " with BOM");
      assertThat(found.decode(marked)).isEqualTo("ab");
    }
  }

  @Test
  void whatWindowsWroteAndLatin1ReadIsStillUtf8() {
    String once = new String("She said “no” – and left… ".repeat(40).getBytes(Charset.forName("windows-1252")), ISO_8859_1);
    assertThat(encodingOf(("{\"text\": \"" + once + "\"}\n").repeat(30).getBytes(UTF_8))).isEqualTo(Encoding.UTF_8);
    assertThat(encodingOf("One \u0096 dash.".getBytes(UTF_8))).isEqualTo(Encoding.UTF_8);
  }

  @Test
  void aFewCharactersAreEnough() {
    assertThat(encodingOf("你好，世界".getBytes(UTF_8))).isEqualTo(Encoding.UTF_8);
    assertThat(encodingOf("你好，世界".getBytes(Charset.forName("GB18030")))).isEqualTo(Encoding.GB18030);
    assertThat(encodingOf("你好，世界".getBytes(Charset.forName("Big5")))).isEqualTo(Encoding.BIG5);
    assertThat(encodingOf("你好，世界".getBytes(UTF_16LE))).isEqualTo(Encoding.UTF_16LE);
    assertThat(encodingOf("hello".getBytes(UTF_16BE))).isEqualTo(Encoding.UTF_16BE);
    assertThat(encodingOf("联通".getBytes(Charset.forName("GB18030")))).isEqualTo(Encoding.GB18030);
    assertThat(encodingOf("hello".getBytes(UTF_8))).isEqualTo(Encoding.UTF_8);
  }

  @Test
  void otherAlphabetsInUtf8AreText() {
    for (String text : List.of("Привет, мир! Как дела?", "Γειά σου Κόσμε", "שלום עולם", "مرحبا بالعالم", "こんにちは世界",
        "안녕하세요", "สวัสดี", "नमस्ते", "🙂🙂", "Größe und Übermut")) {
      assertThat(encodingOf(text.getBytes(UTF_8))).as(text).isEqualTo(Encoding.UTF_8);
    }
  }

  @Test
  void oneDamagedByteDoesNotChangeTheEncoding() {
    byte[] bytes = SIMPLIFIED.getBytes(UTF_8);
    bytes[1000] = (byte) 0xFF;
    var found = Detection.of(bytes).orElseThrow();
    assertThat(found.encoding()).isEqualTo(Encoding.UTF_8);
    assertThat(found.decode(bytes)).contains("\uFFFD").startsWith("清晨");
  }

  @Test
  void chineseAfterAMebibyteOfAsciiIsFound() {
    String text = "This line stands here many times over.\n".repeat(30_000) + SIMPLIFIED;
    assertThat(encodingOf(text.getBytes(Charset.forName("GB18030")))).isEqualTo(Encoding.GB18030);
  }

  @Test
  void binaryFilesAreNoText() throws Exception {
    var random = new byte[5000];
    new Random(1).nextBytes(random);
    assertThat(Detection.of(random)).isEmpty();
    assertThat(Detection.of("%PDF-1.7 but nothing else".getBytes(UTF_8))).isEmpty();
    assertThat(Detection.of("\u0000\u0001\u0000\u0002abc\u0000\u0003".repeat(50).getBytes(ISO_8859_1))).isEmpty();
    assertThat(Detection.of(classFile())).isEmpty();
  }

  private static byte[] classFile() throws Exception {
    try (var in = DetectionTest.class.getResourceAsStream("DetectionTest.class")) {
      var out = new ByteArrayOutputStream();
      in.transferTo(out);
      return out.toByteArray();
    }
  }

  private static Encoding encodingOf(byte[] bytes) {
    return Detection.of(bytes).orElseThrow().encoding();
  }
}
