package wenmai.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamReader;

/// The text of a document of Word, with its notes at the end, or of PowerPoint, slide after slide (ECMA-376).
final class OpenXml {
  static final String TYPES = "[Content_Types].xml";
  private static final String MAIN = "/officeDocument";
  private final Bundle bundle;
  private final StringBuilder text = new StringBuilder();

  private OpenXml(Bundle bundle) {
    this.bundle = bundle;
  }

  static String text(Bundle bundle) throws IOException {
    var reader = new OpenXml(bundle);
    reader.read();
    return reader.text.toString();
  }

  private void read() throws IOException {
    String main = relations("").stream().filter(r -> r.type.endsWith(MAIN)).map(Relation::part).findFirst().orElse("");
    var relations = relations(main);
    if (main.startsWith("ppt/")) {
      for (String slide : slides(main, relations)) {
        OfficeText.openXml(bundle.part(slide), text);
        text.append('\n');
      }
    } else if (main.startsWith("word/")) {
      OfficeText.openXml(bundle.part(main), text);
      for (String notes : relations.stream().filter(r -> r.type.endsWith("notes")).map(Relation::part).distinct().toList()) {
        OfficeText.openXml(bundle.part(notes), text);
      }
    } else {
      throw new Unreadable(main.startsWith("xl/") ? Reason.SPREADSHEET : Reason.OTHER_KIND);
    }
  }

  /// A part that another one refers to: the id it calls it by, what it is to it, and its name.
  private record Relation(String id, String type, String part) {}

  /// Of a part, or of the whole document where `part` is empty (ECMA-376 part 2, §6.5).
  private List<Relation> relations(String part) throws IOException {
    int slash = part.lastIndexOf('/') + 1;
    String list = part.substring(0, slash) + "_rels/" + part.substring(slash) + ".rels";
    var relations = new ArrayList<Relation>();
    if (bundle.has(list)) {
      Xml.each(bundle.part(list), "Relationship", xml -> relations.add(new Relation(Xml.attribute(xml, "Id"),
          Xml.attribute(xml, "Type"), Bundle.resolved(part, Xml.attribute(xml, "Target")))));
    }
    return relations;
  }

  /// In the order of the presentation, which need not be that of their names.
  private List<String> slides(String main, List<Relation> relations) throws IOException {
    var ids = new ArrayList<String>();
    Xml.each(bundle.part(main), "sldId", xml -> ids.add(reference(xml)));
    return ids.stream().flatMap(id -> relations.stream().filter(r -> r.id.equals(id)).map(Relation::part)).distinct().toList();
  }

  /// The `r:id` of a slide, which has an `id` too.
  private static String reference(XMLStreamReader slide) {
    for (int i = 0; i < slide.getAttributeCount(); i++) {
      if (slide.getAttributeLocalName(i).equals("id") && !slide.getAttributePrefix(i).isEmpty()) {
        return slide.getAttributeValue(i);
      }
    }
    return "";
  }
}
