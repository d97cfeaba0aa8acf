package wenmai.road;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wenmai.corpus.Cleaner;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.decode.Sampling;
import wenmai.evaluate.Originality;
import wenmai.evaluate.RunReport;
import wenmai.files.TokenFile;
import wenmai.message.Message;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tokenize.Tokenizer;
import wenmai.train.Metrics;
import wenmai.train.Observer;
import wenmai.train.Prepared;
import wenmai.train.Pretrain;
import wenmai.train.Trainer;

/// What a finished run shows: gathered from its files, and from texts that its model writes now.
final class Findings {
  private static final int TEXTS = 16;
  private static final int SHOWN = 3;
  private static final int LISTED_TOKENS = 24;

  private final Pretrain recipe;
  private final Trainer.Result result;
  private final Path out;
  private final Prepared data;

  private Findings(Pretrain recipe, Trainer.Result result, Path out, Prepared data) {
    this.recipe = recipe;
    this.result = result;
    this.out = out;
    this.data = data;
  }

  static RunReport of(Pretrain recipe, Trainer.Result result, Path out) {
    try (var data = Prepared.of(recipe, message -> { });
        var model = LanguageModel.open(result.model(), Device.of(recipe.device()))) {
      return new Findings(recipe, result, out, data).report(model);
    }
  }

  private RunReport report(LanguageModel model) {
    var texts = write(model);
    var source = Source.of(recipe.data().stream().map(Path::of).toList());
    Report corpus = new Pipeline(source, Cleaner.LM, 1).run(document -> { });
    var c = model.decoder().config();
    return new RunReport(
        new RunReport.Data(recipe.data(), corpus, data.trainTokens(), data.validationTokens(), split()),
        new RunReport.Model(recipe.model().kind(), c, result.parameters(), recipe.tokenizer().equals("bpe") ? "BPE" : recipe.tokenizer(),
            Trainer.computedBy(recipe)),
        training(), new RunReport.HeldOut(result.validation().loss(), result.bitsPerByte()),
        Originality.of(texts, trainingTexts()), writings(texts), tokens(model.tokenizer()), next());
  }

  private Message split() {
    return new Message(data.facts().path("split").asString(), data.facts().path("splitZh").asString());
  }

  /// Fresh texts, as long as the context allows, without their prompts.
  private List<String> write(LanguageModel model) {
    var prompt = Prompt.ids(model.tokenizer(), recipe.samplePrompt());
    var texts = new ArrayList<String>();
    for (int i = 0; i < TEXTS; i++) {
      var sampling = new Sampling(0.8, 0, 0.95, 0, 1, new Seed(recipe.seed()).at("findings").at(i));
      try (var engine = new Engine(model.decoder())) {
        var made = engine.generate(prompt, engine.free() - prompt.length, sampling, Prompt.ends(model.tokenizer()), id -> true);
        texts.add(model.tokenizer().decode(made.ids().stream().mapToInt(Integer::intValue).toArray()));
      }
    }
    return texts;
  }

  private Stream<String> trainingTexts() {
    TokenFile train = data.parts().getFirst().train();
    return IntStream.range(0, train.documents()).parallel().mapToObj(i -> {
      long from = train.documentStart(i);
      return data.tokenizer().decode(train.read(from, Math.toIntExact(train.documentStart(i + 1) - from)));
    });
  }

  private RunReport.Training training() {
    var losses = new ArrayList<RunReport.Point>();
    var validation = new ArrayList<RunReport.Point>();
    double seconds = 0;
    for (var line : Metrics.read(out.resolve("metrics.jsonl"))) {
      int step = line.path("step").asInt();
      if (step > 0) {
        if (line.path("loss").isNumber()) {
          losses.add(new RunReport.Point(step, line.path("loss").asDouble()));
        }
        seconds += recipe.tokensPerStep() / Math.max(1, line.path("tokensPerSecond").asDouble());
      }
      if (line.has("validationLoss")) {
        validation.add(new RunReport.Point(step, line.path("validationLoss").asDouble()));
      }
    }
    return new RunReport.Training(losses, validation, result.steps(), result.steps() * recipe.tokensPerStep(), seconds);
  }

  private List<RunReport.Writing> writings(List<String> texts) {
    var grown = Metrics.read(out.resolve("metrics.jsonl")).stream().filter(line -> line.has("sample"))
        .map(line -> new Observer.Sample(line.path("step").asInt(), line.path("sample").asString())).toList();
    var last = texts.stream().limit(SHOWN).map(t -> new Observer.Sample(result.steps(), recipe.samplePrompt() + t)).toList();
    return List.of(new RunReport.Writing(recipe.samplePrompt(), grown), new RunReport.Writing(recipe.samplePrompt(), last));
  }

  private RunReport.Tokens tokens(Tokenizer tokenizer) {
    var counts = new long[tokenizer.vocabularySize()];
    var train = data.parts().getFirst().train();
    for (long at = 0; at < train.size(); at += 1 << 16) {
      for (int id : train.read(at, (int) Math.min(1 << 16, train.size() - at))) {
        counts[id]++;
      }
    }
    var texts = IntStream.range(0, counts.length).filter(id -> counts[id] > 0 && !tokenizer.isSpecial(id)).boxed();
    var byCount = texts.sorted(Comparator.comparing((Integer id) -> -counts[id])).toList();
    var commonest = byCount.stream().limit(LISTED_TOKENS).map(id -> tokenizer.decode(id)).toList();
    var longest = byCount.stream().map(id -> tokenizer.decode(id)).sorted(Comparator.comparing((String t) -> -t.length()))
        .limit(LISTED_TOKENS).toList();
    return new RunReport.Tokens(commonest, longest);
  }

  private List<RunReport.Command> next() {
    var model = result.model().toString();
    return List.of(
        new RunReport.Command(new Message("Let it write", "让它写"), List.of("./wenmai", "generate", model, "--max-tokens", "100")),
        new RunReport.Command(new Message("Write together, line by line", "一人一行，一起写"), List.of("./wenmai", "chat", model)),
        new RunReport.Command(new Message("Measure it on another text", "用别的文字测一测"),
            List.of("./wenmai", "evaluate", model, "--suite", "loss", "--data", "other.txt")),
        new RunReport.Command(new Message("Train ten times longer", "训练时间延长十倍"), List.of("./wenmai", "pretrain",
            out.resolve("recipe.yaml").toString(), "out=" + out + "-longer", "steps=" + 10L * recipe.steps())));
  }
}
