package wenmai.train;

import java.nio.file.Path;
import java.util.List;
import wenmai.corpus.Source;
import wenmai.files.Default;
import wenmai.message.BadInput;

/// One source of a mixture.
///
/// @param data   files and folders of text
/// @param weight its share of the rows, among the weights of all sources
public record Share(List<String> data, @Default("1") double weight) {

  public Share {
    if (data.isEmpty() || data.stream().anyMatch(String::isBlank)) {
      throw noFile();
    }
    if (!(weight > 0)) {
      throw new BadInput("weight (%s) must be above 0; leave out a source that should give nothing",
          "weight（%s）必须大于 0；不需要的来源请直接去掉", weight);
    }
  }

  Source source() {
    return Source.of(data.stream().map(Path::of).toList());
  }

  static BadInput noFile() {
    return new BadInput("data names no file; write data: [my-text.txt]", "data 没有给出文件；请写 data: [my-text.txt]");
  }
}
