package wenmai.tokenize;

import java.util.List;
import java.util.stream.Collectors;

/// The tokens of a vocabulary that are found by their names.
///
/// @param raw        in a text as it is
/// @param normalized in what it is when it is ready to be cut
record AddedTokens(Names raw, Names normalized) {

  static AddedTokens of(List<Names.Name> names) {
    var sides = names.stream().collect(Collectors.partitioningBy(name -> name.reach().normalized()));
    return new AddedTokens(new Names(sides.getOrDefault(false, List.of())), new Names(sides.getOrDefault(true, List.of())));
  }
}
