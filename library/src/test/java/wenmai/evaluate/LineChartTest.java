package wenmai.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import wenmai.evaluate.LineChart.Panel;
import wenmai.evaluate.LineChart.Place;
import wenmai.message.Message;

class LineChartTest {
  private static final Message LENGTH = new Message("length", "长度");
  private static final Panel PANEL = new Panel(new Message("loss <nats>", "损失"), LENGTH, false,
      List.of(List.of(new Place(64, 2), new Place(1024, 1)), List.of(new Place(64, 3), new Place(256, 2.5), new Place(1024, 2))));

  private static List<Element> elements(String svg, String name) throws Exception {
    var found = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg))).getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  @Test
  void everyPlaceIsADotAndLengthsLieByTheirLogarithms() throws Exception {
    var svg = new LineChart(List.of(new Message("A", "A"), new Message("B", "乙")), List.of(PANEL, PANEL)).svg();
    assertThat(elements(svg, "polyline")).hasSize(4);
    var across = elements(svg, "circle").stream().map(dot -> Double.parseDouble(dot.getAttribute("cx"))).toList();
    assertThat(across).hasSize(10).startsWith(56.0, 340.0, 56.0, 198.0, 340.0);
    assertThat(elements(svg, "text")).extracting(Element::getTextContent).contains("A", "B · 乙", "loss <nats> · 损失", "64", "1024");
  }

  @Test
  void aPanelWithoutACurveForEachLineIsRefused() {
    assertThatThrownBy(() -> new LineChart(List.of(LENGTH), List.of(PANEL))).isInstanceOf(IllegalArgumentException.class);
  }
}
