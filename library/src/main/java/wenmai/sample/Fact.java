package wenmai.sample;

import java.util.Map;

/// Something that happened: the deed, and who or what played which role in it (`hero`, `friend`, `thing`, `place`, `time` …).
public record Fact(String deed, Map<String, String> roles) {
  public Fact {
    roles = Map.copyOf(roles);
  }
}
