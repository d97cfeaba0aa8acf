package wenmai.tokenize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The ways to cut texts that a GGUF file names in `tokenizer.ggml.pre`, as llama.cpp knows them (src/llama-vocab.cpp,
/// November 2026). Where llama.cpp only approximates a published pattern, the published one stands here.
///
/// @param whole whether a piece that is a token stands whole, whatever its merges
/// @param startFirst whether the start token stands before every text, where the file does not say
record PreTokenizer(Split split, boolean whole, boolean startFirst) {
  private static final Map<String, PreTokenizer> KNOWN = new HashMap<>();
  private static final String GPT2 = new Split.Gpt2().patterns().getFirst();
  private static final String QWEN = new Split.Cl100k(1).patterns().getFirst();
  private static final String CONTRACTION = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String LINES = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String WORD = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";
  private static final String MARKS = "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*";
  private static final String HAN = "[一-龥぀-ゟ゠-ヿ]+";
  private static final String DEEPSEEK_HAN = "[\\x{4E00}-\\x{9FA5}\\x{800}-\\x{4E00}\\x{AC00}-\\x{D7FF}]+";
  private static final String DEEPSEEK_WORD =
      "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+";
  static final String BLOOM = " ?[^(\\s|.,!?…。，、।۔،)]+";
  private static final String O200K =
      cased(CONTRACTION + "?") + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*" + LINES;

  /// Letters with case in scripts that have it, as DeepSeek's first tokenizers list them.
  private static final String DEEPSEEK_CASED = "\\s?[A-Za-z\\x{B5}\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{1BA}\\x{1BC}-\\x{1BF}"
      + "\\x{1C4}-\\x{293}\\x{295}-\\x{2AF}\\x{370}-\\x{373}\\x{376}\\x{377}\\x{37B}-\\x{37D}\\x{37F}\\x{386}\\x{388}-\\x{38A}"
      + "\\x{38C}\\x{38E}-\\x{3A1}\\x{3A3}-\\x{3F5}\\x{3F7}-\\x{481}\\x{48A}-\\x{52F}\\x{531}-\\x{556}\\x{10A0}-\\x{10C5}"
      + "\\x{13A0}-\\x{13F5}\\x{13F8}-\\x{13FD}\\x{1C90}-\\x{1CBA}\\x{1CBD}-\\x{1CBF}\\x{1D00}-\\x{1D2B}\\x{1D6B}-\\x{1D77}"
      + "\\x{1D79}-\\x{1D9A}\\x{1E00}-\\x{1F15}\\x{1F18}-\\x{1F1D}\\x{1F20}-\\x{1F45}\\x{1F48}-\\x{1F4D}\\x{1F50}-\\x{1F57}"
      + "\\x{1F59}\\x{1F5B}\\x{1F5D}\\x{1F5F}-\\x{1F7D}\\x{1F80}-\\x{1FB4}\\x{1FB6}-\\x{1FBC}\\x{1FBE}\\x{1FC2}-\\x{1FC4}"
      + "\\x{1FC6}-\\x{1FCC}\\x{1FD0}-\\x{1FD3}\\x{1FD6}-\\x{1FDB}\\x{1FE0}-\\x{1FEC}\\x{1FF2}-\\x{1FF4}\\x{1FF6}-\\x{1FFC}"
      + "\\x{2102}\\x{2107}\\x{210A}-\\x{2113}\\x{2115}\\x{2119}-\\x{211D}\\x{2124}\\x{2126}\\x{2128}\\x{212A}-\\x{212D}"
      + "\\x{212F}-\\x{2134}\\x{2139}\\x{213C}-\\x{213F}\\x{2145}-\\x{2149}\\x{214E}\\x{2183}\\x{2184}\\x{2C00}-\\x{2C7B}"
      + "\\x{2C7E}-\\x{2CE4}\\x{2CEB}-\\x{2CEE}\\x{2CF2}\\x{2CF3}\\x{A640}-\\x{A66D}\\x{A680}-\\x{A69B}\\x{A722}-\\x{A76F}"
      + "\\x{A771}-\\x{A787}\\x{A78B}-\\x{A78E}\\x{AB70}-\\x{ABBF}\\x{FB00}-\\x{FB06}\\x{FB13}-\\x{FB17}\\x{FF21}-\\x{FF3A}"
      + "\\x{FF41}-\\x{FF5A}\\x{10400}-\\x{1044F}\\x{104B0}-\\x{104D3}\\x{104D8}-\\x{104FB}\\x{10C80}-\\x{10CB2}"
      + "\\x{10CC0}-\\x{10CF2}\\x{118A0}-\\x{118DF}\\x{1E900}-\\x{1E943}]+";

  static {
    known(new PreTokenizer(new Split.Gpt2(), false, false), "gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "jina-v2-es",
        "jina-v2-de", "a.x-4.0", "mellum", "modern-bert", "jina-v1-en", "jina-v2-code", "roberta-bpe", "exaone4", "mpt",
        "olmo", "jais", "trillion", "granite-docling");
    known(new PreTokenizer(new Split.Cl100k(3), true, true), "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1",
        "pixtral", "midm-2.0", "lfm2", "jina-v5-nano");
    known(new PreTokenizer(new Split.Cl100k(3), false, false), "dbrx", "smaug-bpe", "glm4", "chatglm-bpe");
    known(new PreTokenizer(new Split.Cl100k(1), false, false), "qwen2", "deepseek-r1-qwen", "kormo", "f2llmv2", "megrez",
        "stablelm2", "hunyuan", "solar-open", "grok-2");
    known(cuts("\\p{N}", GPT2), "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b", "mellum2");
    known(cuts(O200K), "gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2");
    known(cuts(O200K).takingWhole(), "granite-embed-multi-97m");
    known(cuts("\\d{1,3}(?=(?:\\d{3})*\\b)", O200K), "tiny_aya", "cohere2moe");
    known(new PreTokenizer(new Expressions(cased("") + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*" + LINES), true, true), "tekken");
    known(cuts(CONTRACTION + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*" + LINES),
        "qwen35");
    known(cuts(WORD + "|\\p{N}" + MARKS + LINES), "ufakzeka");
    known(cuts("[^\\n]+|[\\n]+", QWEN), "laguna");
    known(cuts("\\p{N}{1,3}", CONTRACTION + "|" + WORD + "|\\p{N}+" + MARKS + LINES).takingWhole(), "minicpm5");
    known(cuts(CONTRACTION + "|" + WORD + "|\\p{N}{1,3}" + MARKS + "|\\s*[\\r\\n]+|\\s{512}(?!\\S)|\\s{256}(?!\\S)"
        + "|\\s{128}(?!\\S)|\\s{64}(?!\\S)|\\s{32}(?!\\S)|\\s{16}(?!\\S)|\\s{8}(?!\\S)|\\s{4}(?!\\S)|\\s{1,2}(?!\\S)|\\s{1}"),
        "jais-2");
    known(cuts("'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]"
        + "|\\s+(?!\\S)|\\s+"), "bailingmoe", "bailingmoe2", "llada-moe");
    known(cuts(CONTRACTION + "|" + WORD + "|\\p{N}{1}| ?[^\\s\\p{L}\\p{N}\\r\\n]+" + LINES), "seed-coder");
    known(cuts(CONTRACTION + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}(?:[\\p{L}\\p{M}]| (?=\\p{L}))*+|\\p{N}"
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"), "exaone-moe");
    known(cuts("[\r\n]", DEEPSEEK_CASED, "\\s?[!-/:-~！-／：-～‘-‟\\x{3000}-。]+", "\\s+$", DEEPSEEK_HAN, "\\p{N}+"), "deepseek-llm");
    known(cuts("[\r\n]", "\\s?\\p{L}+", "\\s?\\p{P}+", DEEPSEEK_HAN, "\\p{N}"), "deepseek-coder");
    known(cuts("\\p{N}{1,3}", HAN, DEEPSEEK_WORD + "[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+"),
        "deepseek-v3", "hunyuan-dense", "hy_v4", "joyai-llm");
    known(cuts("\\p{N}{1,3}", HAN, DEEPSEEK_WORD + "|[\r\n]|\\s+(?!\\S)|\\s+", "\\p{N}"), "spark2_5");
    known(cuts("[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，、-\\x{303F}︰-﹏]+|[ㄅ-ㄯ]+|" + HAN,
        cased(CONTRACTION + "?") + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*" + LINES).takingWhole(), "youtu");
    known(cuts("\\p{N}{1,3}(?=(?:\\p{N}{3})*+(?!\\p{N}))", "[\\x{4E00}-\\x{9FFF}\\x{3400}-\\x{4DBF}\\x{F900}-\\x{FAFF}"
        + "\\x{3040}-\\x{30FF}\\x{FF65}-\\x{FF9F}\\x{2F00}-\\x{2FDF}\\x{E40}-\\x{EFF}\\x{1780}-\\x{17FF}\\x{1000}-\\x{109F}"
        + "\\x{AA60}-\\x{AA7F}\\x{A9E0}-\\x{A9FF}\\x{AC00}-\\x{D7AF}\\x{1100}-\\x{11FF}]+",
        DEEPSEEK_WORD + "[\r\n]*" + LINES), "afmoe");
    known(cuts("[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT2, "[0-9][0-9][0-9]"), "falcon");
    known(cuts("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, "\\p{N}+", "[0-9][0-9][0-9]"), "default");
    known(cuts(BLOOM), "poro-chat", "bloom", "gpt3-finnish");
    known(cuts(BLOOM, "\\p{N}"), "viking");
    known(new PreTokenizer(new Expressions("<sentinel:[0-9]+>", "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z", "([\\t\\n]|    |  )",
        "\\p{N}", "[\\p{P}!-/:-@\\[-`{-~]", GPT2), false, true), "chameleon");
    known(cuts("\\p{N}+", "(?=(\\d{3})+(?!\\d))"), "superbpe");
    known(cuts("[\\p{Han}]+|" + cased(CONTRACTION + "?").replace("\\p{M}]", "\\p{M}&&[^\\p{Han}]]") + "|\\p{N}{1,3}" + MARKS
        + LINES).takingWhole(), "kimi-k2");
  }

  static Optional<PreTokenizer> named(String name) {
    return Optional.ofNullable(KNOWN.get(name));
  }

  /// OpenAI's o200k (GPT-4o): a word breaks where a capital follows a small letter.
  static Split o200k() {
    return new Expressions(O200K);
  }

  /// Every known way to cut, each at least once.
  static List<Split> splits() {
    return KNOWN.values().stream().map(PreTokenizer::split).distinct().toList();
  }

  private PreTokenizer takingWhole() {
    return new PreTokenizer(split, true, startFirst);
  }

  private static PreTokenizer cuts(String... patterns) {
    return new PreTokenizer(new Expressions(patterns), false, false);
  }

  private static void known(PreTokenizer preTokenizer, String... names) {
    for (var name : names) {
      KNOWN.put(name, preTokenizer);
    }
  }

  /// Words whose small letters come behind their capitals, with what may end them.
  private static String cased(String end) {
    var upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    var lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    var mark = "[^\\r\\n\\p{L}\\p{N}]?";
    return mark + upper + "*" + lower + "+" + end + "|" + mark + upper + "+" + lower + "*" + end;
  }
}
