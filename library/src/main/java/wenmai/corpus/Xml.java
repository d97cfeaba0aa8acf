package wenmai.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// XML read event by event, so that memory holds one of them. There are no document types and no entities but XML's own
/// five, so that nothing multiplies and nothing is read from elsewhere; Java's limits on depth and names hold.
final class Xml {
  private static final int LONGEST_MARK = 4;

  private Xml() {}

  /// Is told of every beginning, text and end. Elements go by their names without prefix.
  interface Listener {
    void begin(String name, XMLStreamReader attributes);

    void text(String text);

    void end(String name) throws IOException;
  }

  static void read(InputStream in, Listener listener) throws IOException {
    try (in) {
      XMLStreamReader xml = factory().createXMLStreamReader(characters(in));
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> listener.begin(xml.getLocalName(), xml);
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
              listener.text(xml.getText());
          case XMLStreamConstants.END_ELEMENT -> listener.end(xml.getLocalName());
          default -> { }
        }
      }
    } catch (XMLStreamException e) {
      throw e.getNestedException() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  /// Parts are in UTF-8, or in UTF-16 with its mark. U+FFFD stands for damaged bytes, of which the parser, given bytes,
  /// would complain on the console.
  private static Reader characters(InputStream bytes) throws IOException {
    var in = new BufferedInputStream(bytes);
    in.mark(LONGEST_MARK);
    var found = Detection.marked(in.readNBytes(LONGEST_MARK)).orElse(new Detection(Encoding.UTF_8, 0));
    in.reset();
    in.skipNBytes(found.markBytes());
    return new InputStreamReader(in, found.encoding().charset());
  }

  /// Gives the attributes of every element of that name.
  static void each(InputStream in, String name, Consumer<XMLStreamReader> consumer) throws IOException {
    read(in, new Each(name, consumer));
  }

  private record Each(String name, Consumer<XMLStreamReader> consumer) implements Listener {
    @Override
    public void begin(String element, XMLStreamReader attributes) {
      if (element.equals(name)) {
        consumer.accept(attributes);
      }
    }

    @Override
    public void text(String text) {}

    @Override
    public void end(String element) {}
  }

  /// The attribute of that name, the last of them where prefixes alone tell them apart; empty where there is none.
  static String attribute(XMLStreamReader element, String name) {
    String value = "";
    for (int i = 0; i < element.getAttributeCount(); i++) {
      value = element.getAttributeLocalName(i).equals(name) ? element.getAttributeValue(i) : value;
    }
    return value;
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
