package wenmai.fuzz;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import wenmai.corpus.Source;
import wenmai.corpus.Tally;
import wenmai.embed.WordVectors;
import wenmai.files.Gguf;
import wenmai.files.Recipes;
import wenmai.files.SafeTensors;
import wenmai.message.Problem;
import wenmai.tensor.Device;
import wenmai.tokenize.ChatTemplate;
import wenmai.tokenize.Llama2c;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.jinja.Template;
import wenmai.train.Pretrain;

/// The readers of foreign files, each with the name of a file by which it is found. Whatever the bytes, a reader gives what
/// they hold or a [Problem] that says why not, within seconds and 512 MB; anything else it throws is a finding.
enum Target {
  TEXT("a.txt", Target::documents),
  HTML("a.html", Target::documents),
  MARKDOWN("a.md", Target::documents),
  CSV("a.csv", Target::documents),
  TSV("a.tsv", Target::documents),
  JSON_LINES("a.jsonl", Target::documents),
  WARC("a.warc", Target::documents),
  PACKED("packed", Target::documents),
  BZIP2("a.txt.bz2", Target::documents),
  ZIP("a.zip", Target::documents),
  TAR("a.tar", (file, bytes) -> documents(file, Tarball.summed(bytes))),
  EPUB("a.epub", (file, part) -> documents(file, Zip.book(part))),
  OPEN_XML("a.docx", (file, part) -> documents(file, Zip.openXml(part))),
  OPEN_DOCUMENT("a.odt", (file, part) -> documents(file, Zip.openDocument(part))),
  GGUF("a.gguf", Target::gguf),
  GGUF_VOCABULARY("a.gguf", Target::tokenizer),
  TOKENIZER_JSON("tokenizer.json", Target::tokenizer),
  SENTENCE_PIECE("tokenizer.model", Target::tokenizer),
  TIKTOKEN("r50k_base.tiktoken", (file, bytes) -> tokenizer(file, ranks(bytes))),
  BERT_VOCABULARY("vocab.txt", Target::tokenizer),
  LLAMA2C_TOKENIZER("tokenizer.bin", (file, bytes) -> use(Llama2c.read(Files.write(file, bytes)))),
  LLAMA2C_MODEL("model.bin", (file, bytes) -> wenmai.model.io.Llama2c.read(Files.write(file, bytes), Device.jvm()).close()),
  SAFE_TENSORS("a.safetensors", Target::safeTensors),
  RECIPE("recipe.yaml", (file, bytes) -> Recipes.read(Files.write(file, bytes), List.of(), Pretrain.class)),
  JINJA("chat_template.jinja", Target::template),
  WORD_VECTORS("a.vec", Target::vectors),
  FAST_TEXT("a.bin", Target::vectors);

  private static final List<String> TEXTS = List.of("", "the é 天下\u0000  x\n", "<s>a</s>\uD800");
  private final String name;
  private final Reader reader;

  Target(String name, Reader reader) {
    this.name = name;
    this.reader = reader;
  }

  @FunctionalInterface
  private interface Reader {
    void read(Path file, byte[] bytes) throws IOException;
  }

  void read(Path folder, byte[] bytes) throws IOException {
    try {
      reader.read(folder.resolve(name), bytes);
    } catch (Problem e) {
      if (e.message().en().isBlank() || e.message().zh().isBlank()) {
        throw new AssertionError("a problem that says nothing", e);
      }
    }
  }

  private static void documents(Path file, byte[] bytes) throws IOException {
    try (var documents = Source.of(List.of(Files.write(file, bytes))).documents(new Tally())) {
      documents.forEach(document -> { });
    }
  }

  private static void gguf(Path file, byte[] bytes) throws IOException {
    try (var gguf = Gguf.open(Files.write(file, bytes))) {
      gguf.tensors().forEach(tensor -> tensor.data().toArray(JAVA_BYTE));
      for (var key : gguf.keys()) {
        gguf.texts(key);
      }
    }
  }

  private static void safeTensors(Path file, byte[] bytes) throws IOException {
    try (var tensors = SafeTensors.open(Files.write(file, bytes))) {
      tensors.tensors().forEach(tensor -> tensor.data().toArray(JAVA_BYTE));
    }
  }

  private static void tokenizer(Path file, byte[] bytes) throws IOException {
    use(Tokenizer.read(Files.write(file, bytes)));
  }

  private static void use(Tokenizer tokenizer) {
    for (var text : TEXTS) {
      tokenizer.encodeMarked(text);
      tokenizer.decode(tokenizer.surround(tokenizer.encode(text)));
    }
  }

  /// With the lines that are missing of the encoding's 50,256.
  private static byte[] ranks(byte[] bytes) {
    var lines = new StringBuilder(new String(bytes, ISO_8859_1));
    for (long line = lines.chars().filter(c -> c == '\n').count(); line < 50_256; line++) {
      lines.append(Base64.getEncoder().encodeToString(("t" + line).getBytes(UTF_8))).append(' ').append(line).append('\n');
    }
    return lines.toString().getBytes(ISO_8859_1);
  }

  private static void template(Path file, byte[] bytes) {
    Template.of(new String(bytes, UTF_8), file).render(Map.of("messages", List.of(ChatTemplate.turn("user", "Hi"),
        ChatTemplate.turn("assistant", "天下")), "bos_token", "<s>", "add_generation_prompt", true, "n", 3, "r", 0.5), LocalDateTime.MIN);
  }

  private static void vectors(Path file, byte[] bytes) throws IOException {
    var vectors = WordVectors.read(Files.write(file, bytes));
    for (var word : List.of(vectors.words().getFirst(), "the", "天下")) {
      vectors.nearest(word, 2);
    }
  }
}
