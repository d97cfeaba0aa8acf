package wenmai.sample;

/// Where a story happens.
public enum Place implements Entity {
  MEADOW("in", "meadow", "草地", "上"), FOREST("in", "forest", "森林", "里"), RIVER("by", "river", "小河", "边"),
  LAKE("by", "lake", "湖", "边"), HILL("on", "hill", "山坡", "上"), VILLAGE("in", "village", "村子", "里"),
  MARKET("at", "market", "集市", "上"), GARDEN("in", "garden", "花园", "里"), BEACH("on", "beach", "海滩", "上"),
  ORCHARD("in", "orchard", "果园", "里"), VALLEY("in", "valley", "山谷", "里"), FARM("on", "farm", "农场", "里"),
  MILL("by", "mill", "磨坊", "旁边"), BRIDGE("by", "bridge", "石桥", "旁边"), POND("by", "pond", "池塘", "边");

  private final String preposition;
  private final String en;
  private final String zh;
  private final String side;

  Place(String preposition, String en, String zh, String side) {
    this.preposition = preposition;
    this.en = en;
    this.zh = zh;
    this.side = side;
  }

  @Override
  public String id() {
    return en;
  }

  String preposition() {
    return preposition;
  }

  String zh() {
    return zh;
  }

  String side() {
    return side;
  }
}
