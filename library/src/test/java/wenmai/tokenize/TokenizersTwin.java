package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Hugging Face's tokenizers library, and SentencePiece, in the Python that `WENMAI_PYTHON` names.
final class TokenizersTwin {
  private TokenizersTwin() {}

  /// The ids that it gives to each text, and the text it makes of them again.
  static Encoded encode(Path tokenizer, List<String> texts, Path folder) throws Exception {
    return encode(tokenizer, texts, false, folder);
  }

  /// The same with special tokens: around each text, and where they are written in it.
  static Encoded encodeSpecial(Path tokenizer, List<String> texts, Path folder) throws Exception {
    return encode(tokenizer, texts, true, folder);
  }

  private static Encoded encode(Path tokenizer, List<String> texts, boolean special, Path folder) throws Exception {
    var in = folder.resolve("texts.json");
    Files.write(in, Layout.JSON.writeValueAsBytes(texts));
    var out = python(folder, """
        import json, sys
        from tokenizers import Tokenizer
        t = Tokenizer.from_file(sys.argv[1])
        special = sys.argv[3] == "true"
        t.encode_special_tokens = not special
        ids = [t.encode(x, add_special_tokens=special).ids for x in json.load(open(sys.argv[2], encoding="utf8"))]
        json.dump({"ids": ids, "texts": [t.decode(i) for i in ids]}, open(sys.argv[4], "w", encoding="utf8"))
        """, tokenizer, in, special);
    return Layout.JSON.readValue(out.toFile(), Encoded.class);
  }

  record Encoded(List<int[]> ids, List<String> texts) {}

  /// What [#encodeAll] shall encode with a folder's `tokenizer.json`.
  static void write(Path folder, List<String> texts) throws IOException {
    Files.write(folder.resolve("texts.jsonl"), texts.stream().map(Layout.JSON::writeValueAsString).toList());
  }

  /// Encodes the texts in every folder of a folder, in one process, without special tokens.
  static void encodeAll(Path folders) throws Exception {
    python(folders, """
        import json, pathlib, sys
        from tokenizers import Tokenizer
        for folder in pathlib.Path(sys.argv[1]).iterdir():
            if not folder.is_dir():
                continue
            t = Tokenizer.from_file(str(folder / "tokenizer.json"))
            t.encode_special_tokens = True
            with open(folder / "texts.jsonl", encoding="utf8") as lines, open(folder / "tokens.jsonl", "w") as out:
                for e in t.encode_batch([json.loads(line) for line in lines], add_special_tokens=False):
                    starts, ends = zip(*e.offsets) if e.ids else ((), ())
                    print(json.dumps([e.ids, starts, ends], separators=(",", ":")), file=out)
        """, folders);
  }

  /// What was written for it.
  static List<String> texts(Path folder) {
    return lines(folder.resolve("texts.jsonl"), String.class);
  }

  /// Its ids of each text, where in the text each begins, and where it ends, in code points.
  static List<int[][]> tokens(Path folder) {
    return lines(folder.resolve("tokens.jsonl"), int[][].class);
  }

  private static <T> List<T> lines(Path file, Class<T> type) {
    try (var lines = Files.lines(file)) {
      return lines.map(line -> Layout.JSON.readValue(line, type)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What its own trainer makes of the same files, whose lines are its texts.
  static Path train(List<Path> files, int vocabulary, Path folder) throws Exception {
    var list = folder.resolve("files.json");
    Files.write(list, Layout.JSON.writeValueAsBytes(files.stream().map(Path::toString).toList()));
    return python(folder, """
        import json, sys
        from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
        t = Tokenizer(models.BPE())
        t.decoder = decoders.ByteLevel()
        t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
        t.train(json.load(open(sys.argv[1], encoding="utf8")), trainers.BpeTrainer(vocab_size=int(sys.argv[2]),
            show_progress=False, special_tokens=["<|endoftext|>"],
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
        t.save(sys.argv[3])
        """, list, vocabulary);
  }

  /// What a normalizer, given as a file writes it, makes of each text.
  static List<String> normalized(JsonNode normalizer, List<String> texts, Path folder) throws Exception {
    return List.of(Layout.JSON.readValue(part("normalizer", normalizer, "t.normalizer.normalize_str(x)", texts, folder).toFile(), String[].class));
  }

  /// The words that a pre-tokenizer, given as a file writes it, cuts each text into.
  static List<List<String>> words(JsonNode preTokenizer, List<String> texts, Path folder) throws Exception {
    var words = part("pre_tokenizer", preTokenizer, "[w for w, _ in t.pre_tokenizer.pre_tokenize_str(x)]", texts, folder);
    return Arrays.stream(Layout.JSON.readValue(words.toFile(), String[][].class)).map(List::of).toList();
  }

  private static Path part(String name, JsonNode layout, String expression, List<String> texts, Path folder) throws Exception {
    var in = folder.resolve("texts.json");
    Files.write(in, Layout.JSON.writeValueAsBytes(texts));
    var tokenizer = folder.resolve("part.json");
    var model = Layout.JSON.readTree("""
        {"version": "1.0", "added_tokens": [], "model": {"type": "WordLevel", "vocab": {"x": 0}, "unk_token": "x"}}""");
    Files.write(tokenizer, Layout.JSON.writeValueAsBytes(((ObjectNode) model).set(name, layout)));
    return python(folder, """
        import json, sys
        from tokenizers import Tokenizer
        t = Tokenizer.from_file(sys.argv[1])
        json.dump([%s for x in json.load(open(sys.argv[2], encoding="utf8"))], open(sys.argv[3], "w", encoding="utf8"))
        """.formatted(expression), tokenizer, in);
  }

  /// What its WordPiece trainer learns from texts, with the other parts of a file's tokenizer.
  static Path trainLike(Path tokenizer, List<String> texts, int vocabulary, Path folder) throws Exception {
    var in = folder.resolve("texts.json");
    Files.write(in, Layout.JSON.writeValueAsBytes(texts));
    return python(folder, """
        import json, sys
        from tokenizers import Tokenizer, models, trainers
        t = Tokenizer.from_file(sys.argv[1])
        t.model = models.WordPiece(unk_token="[UNK]")
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        t.train_from_iterator(json.load(open(sys.argv[2], encoding="utf8")), trainers.WordPieceTrainer(
            vocab_size=int(sys.argv[3]), special_tokens=special, show_progress=False))
        t.save(sys.argv[4])
        """, tokenizer, in, vocabulary);
  }

  /// SentencePiece's pieces of each text, joined.
  static List<String> pieces(Path model, List<String> texts, Path folder) throws Exception {
    var in = folder.resolve("texts.json");
    Files.write(in, Layout.JSON.writeValueAsBytes(texts));
    var out = python(folder, """
        import json, sys
        from sentencepiece import SentencePieceProcessor
        model = SentencePieceProcessor(model_file=sys.argv[1])
        json.dump(["".join(model.encode_as_pieces(x)) for x in json.load(open(sys.argv[2], encoding="utf8"))], open(sys.argv[3], "w", encoding="utf8"))
        """, model, in);
    return List.of(Layout.JSON.readValue(out.toFile(), String[].class));
  }

  /// The tokens that its trainer of BPE learns from the characters of runs.
  static List<String> characterMerges(List<String> runs, int vocabulary, Path folder) throws Exception {
    var in = folder.resolve("runs.json");
    Files.write(in, Layout.JSON.writeValueAsBytes(runs));
    var out = python(folder, """
        import json, sys
        from tokenizers import Tokenizer, models, pre_tokenizers, trainers
        t = Tokenizer(models.BPE())
        t.pre_tokenizer = pre_tokenizers.Split("\\ue000", "removed")
        runs = json.load(open(sys.argv[1], encoding="utf8"))
        t.train_from_iterator(["\\ue000".join(runs)], trainers.BpeTrainer(vocab_size=int(sys.argv[2]), show_progress=False))
        ids = t.get_vocab()
        json.dump(sorted(ids, key=ids.get), open(sys.argv[3], "w", encoding="utf8"))
        """, in, vocabulary);
    return List.of(Layout.JSON.readValue(out.toFile(), String[].class));
  }

  /// Folders with a `tokenizer.json` each, in shapes that published ones have.
  static List<Path> foreignShapes(Path folder) throws Exception {
    var out = python(folder, """
        import json, os, sys
        from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
        shapes = []
        corpus = ["the quick brown fox COVID covid hello world low lower 12345 user Zeta zeta 猫 ab ca, _"] * 50

        def save(name, t):
            os.makedirs(f"{sys.argv[1]}/{name}")
            t.save(f"{sys.argv[1]}/{name}/tokenizer.json")
            shapes.append(f"{sys.argv[1]}/{name}")

        def bytes_(cut=None, **settings):
            t = Tokenizer(models.BPE(**settings))
            t.pre_tokenizer = cut or pre_tokenizers.ByteLevel(add_prefix_space=False)
            t.decoder = decoders.ByteLevel()
            t.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
                show_progress=False, special_tokens=["<s>"]))
            return t

        def llama(normalizer, cut=None, strip=True, fuse=True, fallback=True):
            vocab = {"<unk>": 0, "<s>": 1, "</s>": 2}
            for i in range(256 if fallback else 0):
                vocab["<0x%02X>" % i] = 3 + i
            for c in "▁helowrdtsaui<>|_m":
                vocab.setdefault(c, len(vocab))
            merges = [("h", "e"), ("l", "o"), ("▁", "he"), ("l", "lo"), ("▁he", "llo"), ("u", "s"), ("e", "r"), ("us", "er"), ("▁", "user"), ("▁", "w")]
            for a, b in merges:
                vocab.setdefault(a + b, len(vocab))
            t = Tokenizer(models.BPE(vocab=vocab, merges=merges, unk_token="<unk>", fuse_unk=fuse, byte_fallback=fallback))
            if normalizer:
                t.normalizer = normalizer
            if cut:
                t.pre_tokenizer = cut
            t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()] + [decoders.Strip(" ", 1, 0)] * strip)
            t.add_special_tokens([AddedToken(x, special=True, normalized=False) for x in ("<unk>", "<s>", "</s>")])
            return t

        prepend = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        plain = normalizers.Replace(" ", "▁")
        save("llama", llama(prepend))
        for normalized in (False, True):
            for name, t in (("llama", llama(prepend)), ("plain", llama(plain, strip=False)), ("metaspace", llama(None, pre_tokenizers.Metaspace(prepend_scheme="first", split=False)))):
                t.add_tokens([AddedToken("<|im_start|>", normalized=normalized), AddedToken("<y>", normalized=normalized, lstrip=True)])
                save(f"{name}_added_{normalized}", t)
        save("gemma", llama(plain, pre_tokenizers.Split(" ", "merged_with_previous"), strip=False))
        save("llama_not_fused", llama(prepend, fuse=False))
        save("characters_not_fused", llama(plain, strip=False, fuse=False, fallback=False))
        t = bytes_()
        t.add_tokens([AddedToken("COVID", normalized=True), AddedToken("<y>", lstrip=True), AddedToken("<z>", rstrip=True), AddedToken("low", single_word=True)])
        save("bytes_added", t)
        t = bytes_()
        t.normalizer = normalizers.NFC()
        t.add_tokens([AddedToken("e\\u0301x", normalized=True), "COVID"])
        save("bytes_composed", t)
        t = bytes_()
        t.normalizer = normalizers.Sequence([])
        save("bytes_no_normalizers", t)
        t = bytes_()
        t.normalizer = normalizers.Sequence([normalizers.NFC()])
        save("bytes_one_normalizer", t)
        save("bloom", bytes_(pre_tokenizers.Sequence([pre_tokenizers.Split(__import__("tokenizers").Regex(" ?[^(\\\\s|[.,!?…。，、।۔،])]+"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])))
        save("falcon", bytes_(pre_tokenizers.Sequence([pre_tokenizers.Punctuation("contiguous"), pre_tokenizers.ByteLevel(add_prefix_space=False),
            pre_tokenizers.Digits(False), pre_tokenizers.Split(__import__("tokenizers").Regex("[0-9][0-9][0-9]"), "isolated")])))
        for lower in (False, True):
            t = Tokenizer(models.WordPiece(unk_token="[UNK]"))
            t.normalizer = normalizers.BertNormalizer(lowercase=lower)
            t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
            t.decoder = decoders.WordPiece()
            t.train_from_iterator(corpus, trainers.WordPieceTrainer(vocab_size=200, show_progress=False,
                special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]))
            t.add_tokens(["COVID", "Zeta"])
            t.add_special_tokens([AddedToken("[M]", lstrip=True, special=True)])
            save(f"bert_{lower}", t)
        pieces = [("<unk>", 0.0), ("<s>", 0.0), ("▁", -2.0), ("▁hello", -3.0), ("he", -3.5), ("l", -4.0), ("o", -4.1), ("h", -4.2), ("e", -4.3),
            ("▁he", -3.9), ("llo", -3.2), ("w", -5.0), ("r", -5.1), ("d", -5.2)]
        for added in (False, True):
            t = Tokenizer(models.Unigram(pieces, unk_id=0))
            t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
            t.pre_tokenizer = pre_tokenizers.Metaspace()
            t.decoder = decoders.Metaspace()
            if added:
                t.add_special_tokens(["<unk>", "<s>", AddedToken("<mask>", lstrip=True, special=True)])
                t.add_tokens(["HELLO", "Zeta"])
            save(f"unigram_{added}", t)
        json.dump(shapes, open(sys.argv[2], "w"))
        """, Files.createDirectories(folder.resolve("shapes")));
    return Arrays.stream(Layout.JSON.readValue(out.toFile(), String[].class)).map(Path::of).toList();
  }

  /// Lines with their ends, as the trainer above reads them.
  static List<String> lines(Path file) throws IOException {
    var lines = new ArrayList<String>();
    var text = Files.readString(file);
    for (int i = 0, end; i < text.length(); i = end) {
      end = text.indexOf('\n', i) < 0 ? text.length() : text.indexOf('\n', i) + 1;
      lines.add(text.substring(i, end));
    }
    return lines;
  }

  static Path data(String name) {
    return Path.of(variable("WENMAI_DATA")).resolve(name);
  }

  private static Path python(Path folder, String script, Object... arguments) throws Exception {
    var out = Files.createTempFile(folder, "out", ".json");
    var command = new ArrayList<>(List.of(variable("WENMAI_PYTHON"), "-c", script));
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    command.add(out.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return out;
  }

  private static String variable(String name) {
    return Objects.requireNonNull(System.getenv(name), name + " is not set");
  }
}
