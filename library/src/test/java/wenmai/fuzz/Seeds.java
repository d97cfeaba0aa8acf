package wenmai.fuzz;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import wenmai.embed.WordVectors;
import wenmai.embed.WordVectors.Format;
import wenmai.files.ElementType;
import wenmai.files.GgufBytes;
import wenmai.files.NamedTensor;
import wenmai.files.SafeTensors;
import wenmai.tokenize.BpeTraining;
import wenmai.tokenize.Characters;
import wenmai.tokenize.Split;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.UnigramTraining;
import wenmai.tokenize.WordLevel;
import wenmai.tokenize.WordPieceTraining;

/// Small whole files of each kind, from which fuzzing sets out.
final class Seeds {
  private static final String KEY = "tokenizer.ggml.";
  private static final List<String> WORDS = List.of("the", "theme", "天下", "天下大势", "123 été", "the end");
  private static final String PAGE = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>t</title></head><body><nav>menu</nav><p>Clear, "
      + "<b>and</b> &nbsp; 天下大势，分久必合&#x3002;</p><ul><li>one<li>two</ul><table><tr><td>a<td>b</table><pre>x\n y</pre><!-- c --></body></html>";

  private Seeds() {}

  static List<byte[]> of(Target target) throws IOException {
    return switch (target) {
      case TEXT -> List.of(utf8("天下大势，分久必合。\r\nclear é\n"), "天下大势，分久必合".getBytes(Charset.forName("GB18030")),
          "天下大勢，分久必合".getBytes(Charset.forName("Big5")), "\uFEFFab天".getBytes(UTF_16LE), "été".getBytes(Charset.forName("windows-1252")));
      case HTML -> List.of(utf8(PAGE), utf8(PAGE.replace("utf-8", "gbk")));
      case MARKDOWN -> texts("---\nt: 1\n---\n# A\n\n* b **c** `d` [e](f \"g\") ![h](i)\n\n> q\n\n```java\nx\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. x\n   - y\n\n<b>z</b> &amp; \\*\n",
          "a\n===\n\n~~~\nb\n~~~\n\n[1]: http://x\n<!-- c -->\n***\n");
      case CSV -> texts("id,text\n1,\"a \"\"b\"\"\nc\"\n2,天下\n", "text;n\nx;1\n", "a,b\n1,2\n");
      case TSV -> texts("id\ttext\n1\ta b\n2\t天下\n");
      case JSON_LINES -> texts("{\"text\":\"a \\u5929\\n\",\"n\":[1,2.5e3,null,true]}\n{\"content\":\"b\"}\n{\"x\":{}}\nbroken\n");
      case WARC -> warc();
      case PACKED -> packed(utf8("天下大势，分久必合。".repeat(9)));
      case ZIP -> List.of(Zip.of(Map.of("a.txt", utf8("text"), "b/c.md", utf8("# x"), "d.html", utf8(PAGE))), Zip.book(utf8("<p>x</p>")));
      case BZIP2 -> List.of(bzip2(utf8("天下大势，分久必合。".repeat(9))));
      case TAR -> Tarball.all();
      case EPUB -> texts("<package><manifest><item id='1' href='one.xhtml' media-type='application/xhtml+xml'/></manifest>"
          + "<spine><itemref idref='1'/></spine></package>");
      case OPEN_XML -> texts("<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>天</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
          + "<Relationship Id='n' Type='http://x/footnotes' Target='document.xml'/></w:body></w:document>");
      case OPEN_DOCUMENT -> texts("<office:d xmlns:office='o' xmlns:text='t' xmlns:table='b'><office:body><text:h>天</text:h><text:p>one<text:s text:c='2'/>"
          + "<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p><table:table><table:table-row><table:table-cell/>"
          + "</table:table-row></table:table></office:body></office:d>");
      case GGUF -> List.of(new GgufBytes().text("a", "天").whole("general.alignment", 32).flag("f", true).texts("t", WORDS).reals("r", 1, 2)
          .tensor("w", 0, 0, 4, 2).tensor("q", 8, 32, 32).array(3, new byte[66]));
      case GGUF_VOCABULARY -> vocabularies();
      case TOKENIZER_JSON -> tokenizers();
      case SENTENCE_PIECE -> List.of(pieces(1), pieces(2), charactersReplaced());
      case TIKTOKEN -> texts("IQ== 0\nIg== 1\ndGhl 2\n");
      case BERT_VOCABULARY -> texts("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\n##e\n天\n!\n");
      case LLAMA2C_TOKENIZER -> List.of(llama2cTokenizer());
      case LLAMA2C_MODEL -> List.of(llama2cModel(3), llama2cModel(-3));
      case SAFE_TENSORS -> List.of(safeTensors());
      case RECIPE -> texts("data: [a.txt]\nout: run\nvocabulary: 300\nsize: &a 12\n# c\nmixture: {a: 0.5}\n", "out: |\n  x\nbatch: 1_0\nrate: 3e-4\n");
      case JINJA -> texts("{%- for m in messages if m.role != 'system' -%}{{ '<' ~ m['role'] ~ '>' }}{{ m.content | trim | upper }}{% if loop.last %}x{% else %}y{% endif %}{% endfor %}",
          "{% set ns = namespace(a=1, b=[]) %}{% set ns.a = ns.a + n * 2 // 3 ** 2 - -1 %}{{ ns.a }}{{ range(3) | list | tojson(indent=2) }}{{ 'a,b'.split(',')[::-1] | join('-') }}",
          "{% macro f(x, y=2) %}{{ x if y is defined and not x in [1] else '%s' | format(x) }}{% endmacro %}{{ f(1) }}{# c #}{{ {'a': 1.5}.items() | list }}{% filter lower %}A{% endfilter %}",
          "{{ strftime_now('%d %b %Y') }}{{ messages | selectattr('role', 'equalto', 'user') | map(attribute='content') | list | length }}{% raw %}{{{% endraw %}{{ raise_exception('x') }}");
      case WORD_VECTORS -> vectors(Format.TEXT, Format.BINARY, Format.GLOVE);
      case FAST_TEXT -> Stream.concat(vectors(Format.FASTTEXT).stream(), Stream.of(golden())).toList();
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(Seeds::utf8).toList();
  }

  private static List<byte[]> warc() throws IOException {
    var record = "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: http://a\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n";
    var page = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>clear, and so on.";
    var chunked = "HTTP/1.1 200\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nclear\r\n0\r\n\r\n";
    byte[] both = utf8(record.formatted("response", page.length(), page) + record.formatted("response", chunked.length(), chunked)
        + record.formatted("conversion", 5, "clear") + record.formatted("request", 1, "x"));
    return List.of(both, packed(both).getFirst());
  }

  @FunctionalInterface
  private interface Packer {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static List<byte[]> packed(byte[] plain) throws IOException {
    var all = new ArrayList<byte[]>();
    for (Packer packer : List.<Packer>of(GZIPOutputStream::new, out -> new XZOutputStream(out, new LZMA2Options(0)), ZstdOutputStream::new)) {
      var bytes = new ByteArrayOutputStream();
      try (var out = packer.around(bytes)) {
        out.write(plain);
      }
      all.add(bytes.toByteArray());
    }
    return all;
  }

  private static byte[] bzip2(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new BZip2CompressorOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static List<byte[]> vocabularies() {
    var letters = new BpeTraining(262, List.of("<|e|>"), new Split.Gpt2()).train(WORDS.stream());
    var tokens = Stream.iterate(0, id -> id + 1).limit(262).map(letters::token).toList();
    var gpt2 = new GgufBytes().text(KEY + "model", "gpt2").text(KEY + "pre", "gpt-2").texts(KEY + "tokens", tokens)
        .texts(KEY + "merges", List.of("t h", "th e")).whole(KEY + "eos_token_id", 0);
    var all = new ArrayList<>(List.of(gpt2.array()));
    var few = List.of("<pad>", "</s>", "<unk>", "▁", "a", "b", "▁ab", "▁a");
    for (var model : List.of("llama", "t5", "gemma4")) {
      all.add(new GgufBytes().text(KEY + "model", model).texts(KEY + "tokens", few).reals(KEY + "scores", 0, 0, 0, -2, -3, -3, -1, -2)
          .wholes(KEY + "token_type", 3, 3, 2, 1, 1, 1, 1, 1).texts(KEY + "merges", List.of("▁ a")).array());
    }
    all.add(new GgufBytes().text(KEY + "model", "bert").texts(KEY + "tokens", List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "▁un", "able"))
        .whole(KEY + "padding_token_id", 0).whole(KEY + "unknown_token_id", 1).whole(KEY + "cls_token_id", 2)
        .whole(KEY + "seperator_token_id", 3).whole(KEY + "mask_token_id", 4).array());
    return all;
  }

  private static List<byte[]> tokenizers() throws IOException {
    List<Tokenizer> all = List.of(new BpeTraining(262).train(WORDS.stream()), new UnigramTraining(290, List.of("<s>"), 1).train(WORDS.stream()),
        new WordPieceTraining(40).train(WORDS.stream()), WordLevel.train(WORDS.stream(), 10, 1, List.of("<s>", "<unk>")),
        Characters.train(WORDS.stream(), 30, List.of("<s>")));
    var files = new ArrayList<byte[]>();
    for (var tokenizer : all) {
      files.add(written("tokenizer.json", file -> tokenizer.save(requireNonNull(file.getParent()))));
    }
    return files;
  }

  private static byte[] pieces(int type) {
    var model = new ByteArrayOutputStream();
    for (var piece : List.of("<unk>", "<s>", "</s>", "▁", "a", "b", "▁ab", "▁a")) {
      byte[] text = utf8(piece);
      var message = bytes(2 + text.length + 5 + 2).put((byte) 10).put((byte) text.length).put(text).put((byte) 21).putFloat(-text.length)
          .put((byte) 24).put((byte) (piece.equals("<unk>") ? 2 : piece.startsWith("<") ? 3 : 1)).array();
      model.write(10);
      model.write(message.length);
      model.writeBytes(message);
    }
    model.writeBytes(new byte[] {18, 2, 24, (byte) type, 26, 2, 32, (byte) (2 - type)});
    return model.toByteArray();
  }

  /// With a normalizer of one rule: a double array in which x becomes b.
  private static byte[] charactersReplaced() {
    byte[] rules = bytes(4 + 1024 + 2).putInt(1024).putInt(4 + 4 * 'x', 128 << 10 | 1 << 8 | 'x').putInt(4 + 4 * ('x' ^ 128), 1 << 31)
        .put(4 + 1024, (byte) 'b').array();
    var model = new ByteArrayOutputStream();
    model.writeBytes(pieces(1));
    model.writeBytes(new byte[] {26, (byte) (0x80 | 9), 8, 18, (byte) (0x80 | 6), 8});   // 1033 bytes, of which 1030 are the rules
    model.writeBytes(rules);
    return model.toByteArray();
  }

  private static byte[] llama2cTokenizer() {
    var file = bytes(4 + 262 * 9 + 9).putInt(9);
    for (int id = 0; id < 262; id++) {
      byte[] text = utf8(id == 0 ? "<unk>" : id == 1 ? "\n<s>\n" : id < 259 ? "" : id == 261 ? "ab" : id == 260 ? "b" : "a");
      file.putFloat(-id).putInt(text.length).put(text);
    }
    return Arrays.copyOf(file.array(), file.position());
  }

  /// Width 4, hidden 4, one layer, two heads of width 2, five positions; an output layer of its own where `vocabulary` is negative.
  private static byte[] llama2cModel(int vocabulary) {
    int numbers = 3 * 4 + 4 + 4 * 16 + 4 + 3 * 16 + 4 + 5 * 2 + (vocabulary < 0 ? 3 * 4 : 0);
    return bytes(4 * (7 + numbers)).putInt(4).putInt(4).putInt(1).putInt(2).putInt(2).putInt(vocabulary).putInt(5).array();
  }

  private static byte[] safeTensors() throws IOException {
    var tensors = List.of(new NamedTensor("w", ElementType.F32, List.of(2L, 1L), MemorySegment.ofArray(new byte[8])),
        new NamedTensor("b", ElementType.BF16, List.of(), MemorySegment.ofArray(new byte[2])));
    return written("a", file -> SafeTensors.write(file, Map.of("format", "pt"), tensors));
  }

  private static List<byte[]> vectors(Format... formats) throws IOException {
    var all = new ArrayList<byte[]>();
    for (var format : formats) {
      all.add(written("a.vec", file -> {
        Files.writeString(file, "3 2\n天下 1.5 -2e-9\nthe 3 0.1\n2008 5 6\n");
        WordVectors.read(file).write(file.resolveSibling("a.vec"), format);
      }));
    }
    return all;
  }

  private static byte[] golden() throws IOException {
    try (var in = requireNonNull(WordVectors.class.getResourceAsStream("fasttext.bin"))) {
      return in.readAllBytes();
    }
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(LITTLE_ENDIAN);
  }

  @FunctionalInterface
  private interface Writer {
    void write(Path file) throws IOException;
  }

  private static byte[] written(String name, Writer writer) throws IOException {
    var file = Files.createTempDirectory("seeds").resolve(name);
    writer.write(file);
    return Files.readAllBytes(file);
  }
}
